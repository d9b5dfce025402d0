import { Checkbox } from '@fluentui/react-components';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { CallProblem, JobView } from '../../api/contract';
import { forgetAll, useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField, TextField } from '../../shared/form';
import { count } from '../../shared/number';
import { useTell } from '../../shared/toast';
import { Work } from '../../shared/progress';
import { Words } from '../device/Words';
import { useJob } from '../job/job';
import css from './inbox.module.css';
import { wordsOf } from './words';

/** A part of a review, approvals, or what may be asked for. */
type Told = { reviewer: number; kept: number; again: boolean } & ({ review: number; instance: number; items: number } | { approvals: number } | { offers: number });

const question = { title: 'Open a packet', mode: 'open' as const, filters: [{ name: 'Packet', extensions: ['countersign'] }, { name: 'All files', extensions: ['*'] }] };

/** Opens a file that was sent; the first time, the organization's key is compared by its words, and for answers from another device, that device's. */
export function OpenDialog({ onClose }: { onClose: () => void }) {
  const start = useWrite('packet.open');
  const choose = useWrite('actor.choose');
  const tell = useTell();
  const go = useNavigate();
  const [path, setPath] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const [compared, setCompared] = useState(false);
  const [words, setWords] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const [problem, setProblem] = useState<CallProblem | null>(null);
  const view = useJob(job, ended);
  const unknown = problem?.code === 'unknownOrganization' ? wordsOf(problem.hint) : [];
  const foreign = problem?.code === 'words' || words !== '';
  const closed = problem?.code === 'needsPassphrase' || problem?.code === 'wrongPassphrase' || passphrase !== '';

  function ended(of: JobView) {
    setJob(null);
    if (of.state !== 'done') return setProblem(of.problem);
    const told = of.result as Told;
    tell.done(
      told.again ? 'This was opened here before.' : 'offers' in told ? `${count(told.offers, 'access package')} to look at.` : 'approvals' in told ? `${count(told.approvals, 'approval')} to answer.` : `${count(told.items, 'item')} to decide on.`,
      told.kept > 0 ? `${count(told.kept, 'answer')} of yours were kept.` : undefined,
    );
    // Whoever opened it sits down as the person it is for; the log says so.
    choose.mutate({ principal: told.reviewer, administrator: false }, {
      // Another person sees other things.
      onSuccess: () => {
        forgetAll();
        onClose();
        if ('approvals' in told) return void go({ to: '/approvals' });
        if ('offers' in told) return void go({ to: '/access' });
        void go({ to: '/reviews/$review/items', params: { review: told.review }, search: { instance: told.instance } });
      },
      onError: setProblem,
    });
  }

  function open() {
    setProblem(null);
    const said = unknown.length > 0 && compared ? unknown.join(' ') : words.trim();
    const accept = said ? { accept: said } : {};
    start.mutate({ path: path.trim(), ...(passphrase ? { passphrase } : {}), ...accept }, { onSuccess: (begun) => setJob(begun.job), onError: setProblem });
  }

  return (
    <ConfirmDialog
      title="Open a packet" action={unknown.length > 0 ? 'Accept and open' : 'Open'} onClose={onClose} onConfirm={open}
      busy={!path.trim() || start.isPending || job !== null || (unknown.length > 0 && !compared)}
      problem={unknown.length > 0 || problem?.field === 'passphrase' || problem?.code === 'words' ? null : problem}
    >
      <div className={css.stack}>
        <PathField label="The file, with its whole path" value={path} required onChange={(to) => { setPath(to); setProblem(null); setCompared(false); setWords(''); }} question={question} />
        {closed && (
          <TextField
            label="Passphrase" type="password" value={passphrase} onChange={setPassphrase} hint="Eight words that you were told by another way than the file came."
            error={problem?.code === 'wrongPassphrase' ? problem.message : null}
          />
        )}
        {foreign && unknown.length === 0 && (
          <>
            {problem?.code === 'words' && <p role="alert"><b>{problem.message}</b></p>}
            <TextField label="The eight words" required lines={2} value={words} onChange={setWords} hint="As your other device shows them under Devices; capitals do not matter." />
          </>
        )}
        {unknown.length > 0 && (
          <>
            <p><b>{problem?.message}</b> Ask whoever sent it to read these words out, by telephone or in person, and compare them.</p>
            <Words words={unknown.join(' ')} label="Words of the organization’s key" />
            <Checkbox checked={compared} onChange={(_, change) => setCompared(change.checked === true)} label="I compared all eight words, and they are the same." />
          </>
        )}
        {view?.state === 'running' && <Work phase={view.phase} done={view.done} total={view.total} />}
      </div>
    </ConfirmDialog>
  );
}
