import { Button, Checkbox } from '@fluentui/react-components';
import { useState } from 'react';
import type { WorkstationFollowing } from '../../api/operations';
import { forgetAll, useWrite } from '../../api/query';
import { Form, FormActions, PathField, TextField } from '../../shared/form';
import { count } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { Words } from '../device/Words';
import { PlaceFields, emptyPlace, isWhole, placeOf } from '../exchange/PlaceFields';
import { JobProgress } from '../job/JobProgress';
import css from './start.module.css';

interface Received { taken: number; late: number; uncompared: number; entries: number; problems: string[] }

/** This machine follows a store that another workstation writes: set up first, then the first copy is fetched. */
export function StoreFollow({ onBack }: { onBack: () => void }) {
  const [set, setSet] = useState<WorkstationFollowing | null>(null);
  const [home, setHome] = useState<string | null>(null);
  if (home !== null) return <First home={home} set={set} onBack={onBack} />;
  return <SetUp onBack={onBack} onLater={() => setHome('')} onSet={(path, following) => { setSet(following); setHome(path); }} />;
}

function SetUp({ onBack, onLater, onSet }: { onBack: () => void; onLater: () => void; onSet: (path: string, following: WorkstationFollowing) => void }) {
  const follow = useWrite('workstation.follow');
  const [path, setPath] = useState('');
  const [name, setName] = useState('');
  const [words, setWords] = useState('');
  const [out, setOut] = useState('');
  const [practice, setPractice] = useState(false);
  const [place, setPlace] = useState(emptyPlace);
  const [tried, setTried] = useState(false);
  const missing = (value: string, problem: string) => (tried && !value.trim() ? problem : null);
  const at = (field: string) => (follow.error?.field === field ? follow.error.message : null);
  function submit() {
    setTried(true);
    const { place: where, ...rest } = placeOf(place);
    if (![path, name, words, out].every((one) => one.trim()) || !isWhole(place) || !where) return;
    follow.mutate(
      { path: path.trim(), name: name.trim(), words, place: where, out: out.trim(), practice, ...rest },
      { onSuccess: (following) => onSet(path.trim(), following) },
    );
  }
  return (
    <>
      <h1>Follow another workstation</h1>
      <p className="quiet">This machine gets copies of a store that another workstation writes, to be read here, and can take it over after a hand-over.</p>
      <ProblemBanner problem={follow.error && !follow.error.field ? follow.error : null} />
      <Form label="Follow another workstation" onSubmit={submit}>
        <div className={css.fields}>
          <TextField label="Name of this workstation" required value={name} onChange={setName} autoFocus hint="What people call this machine, such as “Office, second floor”." error={missing(name, 'Give it a name.') ?? at('name')} />
          <PathField label="New folder" required value={path} onChange={setPath} question={{ title: 'A folder for the copies', mode: 'save', suggested: 'countersign-copy' }} hint="The copies are kept here." error={missing(path, 'Choose a folder for the copies.') ?? at('path')} />
          <TextField label="Words of the workstation that writes" required value={words} onChange={setWords} hint="Eight words, as its administrator reads them out under Workstations." error={missing(words, 'Ask for its eight words.') ?? at('words')} />
          <PlaceFields label="Place of the exchange" draft={place} onChange={setPlace} tried={tried} problem={follow.error?.field === 'path' ? null : follow.error} />
          <PathField label="File for its administrator" required value={out} onChange={setOut} question={{ title: 'The file to hand over', mode: 'save', suggested: 'workstation.countersign' }} hint="It says who this workstation is. No secret is in it." error={missing(out, 'Say where the file goes.') ?? at('out')} />
          <Checkbox checked={practice} label="It is a practice store" onChange={(_, change) => setPractice(change.checked === true)} />
          <FormActions>
            <Button onClick={onBack}>Back</Button>
            <Button onClick={onLater}>It was set up already</Button>
            <Button type="submit" appearance="primary" disabled={follow.isPending}>{follow.isPending ? 'Setting up…' : 'Set it up'}</Button>
          </FormActions>
        </div>
      </Form>
    </>
  );
}

function First({ home, set, onBack }: { home: string; set: WorkstationFollowing | null; onBack: () => void }) {
  const receive = useWrite('workstation.receive');
  const open = useWrite('store.open');
  const [path, setPath] = useState(home);
  const [passphrase, setPassphrase] = useState('');
  const [words, setWords] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  const [received, setReceived] = useState<Received | null>(null);
  const input = { path: path.trim(), ...(passphrase ? { passphrase } : {}) };
  // Those that were given may have been another's.
  const isAnother = (received?.uncompared ?? 0) > 0;
  // What was received already is opened like any store.
  const here = receive.error?.code === 'exists';
  const enter = () => open.mutate(input, { onSuccess: forgetAll });
  const look = () => receive.mutate(words.trim() ? { ...input, words } : input, { onSuccess: (started) => { setReceived(null); setWords(''); setJob(started.job); setRunning(true); } });
  return (
    <>
      <h1>The first copy</h1>
      {set && (
        <>
          <p>Give the file <strong style={{ overflowWrap: 'anywhere' }}>{set.path}</strong> to the administrator of the store, and read these words out. They are typed there, under Workstations, before anything is sent.</p>
          <Words words={set.words} label="Words of this workstation" />
        </>
      )}
      <p className="quiet">Once it was accepted there, and that workstation has looked at the exchange, the first copy can be fetched.</p>
      <ProblemBanner problem={open.error ?? (here || receive.error?.field === 'words' ? null : receive.error)} />
      {received?.taken === 0 && (
        <div role="status">
          <p>{received.problems.length > 0 ? `No copy was taken: ${count(received.problems.length, 'problem')}.` : 'No copy is there yet.'}</p>
          <ul className={css.problems}>{received.problems.map((one, at) => <li key={at}>{one}</li>)}</ul>
        </div>
      )}
      <Form label="The first copy" onSubmit={() => path.trim() && look()}>
        <div className={css.fields}>
          {!set && <PathField label="Folder of the copies" required value={path} onChange={setPath} question={{ title: 'The folder that follows', mode: 'folder' }} />}
          {isAnother && <TextField label="Words of the workstation that writes" value={words} onChange={setWords} hint="Eight words, as its administrator reads them out under Workstations." error={receive.error?.field === 'words' ? receive.error.message : null} />}
          <TextField label="Passphrase" type="password" value={passphrase} onChange={setPassphrase} hint="The one of the store that is followed, if it has one." />
          {job !== null && (
            <JobProgress
              key={job} job={job}
              onEnd={(view) => {
                setRunning(false);
                if (view.state !== 'done') return;
                const came = view.result as Received;
                setReceived(came);
                if (came.taken > 0) enter();
              }}
            />
          )}
          <FormActions>
            <Button onClick={onBack}>Back</Button>
            {here || (received?.taken ?? 0) > 0
              ? <Button appearance="primary" disabled={open.isPending} onClick={enter}>{open.isPending ? 'Opening…' : 'Open the store'}</Button>
              : <Button type="submit" appearance="primary" disabled={receive.isPending || running || !path.trim()}>{running ? 'Looking…' : 'Look for it'}</Button>}
          </FormActions>
        </div>
      </Form>
    </>
  );
}
