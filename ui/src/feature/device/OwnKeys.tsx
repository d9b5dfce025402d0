import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField, TextField } from '../../shared/form';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';
import { Words } from './Words';
import { keepingWords } from './words';

/** The keys of this installation, to be read out to others. */
export function OwnKeys({ mayChange }: { mayChange: boolean }) {
  const read = useRead('device.own', {});
  const [showing, setShowing] = useState<'enrol' | 'introduce' | null>(null);
  const own = read.data;
  const actions = mayChange && (
    <span style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
      <Button onClick={() => setShowing('introduce')}>Introduce to reviewers…</Button>
      <Button onClick={() => setShowing('enrol')}>Enrol with an organization…</Button>
    </span>
  );
  return (
    <Card title="This installation" aside={actions}>
      <ProblemBanner problem={read.error} retry={() => void read.refetch()} />
      {read.data !== undefined && (own ? (
        <>
          <p className="quiet">Whoever got a file from here compares these words with you. The keys are kept {keepingWords[own.keeping] ?? own.keeping}, since <Moment at={own.madeAt} day />.</p>
          <Words words={own.words} label="The words of this installation" />
        </>
      ) : <p className="quiet">It has no keys yet. They are made with the first packet, introduction or enrolment.</p>)}
      {showing && <ShowDialog how={showing} onClose={() => setShowing(null)} />}
    </Card>
  );
}

function ShowDialog({ how, onClose }: { how: 'enrol' | 'introduce'; onClose: () => void }) {
  const enrol = useWrite('device.enrol');
  const introduce = useWrite('device.introduce');
  const tell = useTell();
  const [path, setPath] = useState('');
  const [name, setName] = useState('');
  const [person, setPerson] = useState('');
  const [mail, setMail] = useState('');
  const write = how === 'enrol' ? enrol : introduce;
  const atPath = write.error?.field === 'path';
  const done = { onSuccess: (written: { path: string }) => { tell.done('The file is written. Send it, and compare the words by another way.', written.path); onClose(); } };
  const run = () => {
    const to = path.trim();
    if (how === 'introduce') introduce.mutate({ path: to }, done);
    else enrol.mutate({ path: to, ...(name.trim() ? { deviceName: name.trim() } : {}), ...(person.trim() ? { displayName: person.trim() } : {}), ...(mail.trim() ? { mail: mail.trim() } : {}) }, done);
  };
  return (
    <ConfirmDialog
      title={how === 'enrol' ? 'Enrol this installation' : 'Introduce this organization'} action="Write the file" busy={write.isPending || !path.trim()} problem={atPath ? null : write.error} onClose={onClose} onConfirm={run}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>{how === 'enrol' ? 'For a reviewer: the organization’s administrator reads this file and then compares the words with you.' : 'For reviewers: their installation knows your packets by it. It holds no secret.'}</p>
        {how === 'enrol' && (
          <>
            <TextField label="Your name" value={person} onChange={setPerson} hint="As the organization knows you." />
            <TextField label="Mail" value={mail} onChange={setMail} />
            <TextField label="Name of this device" value={name} onChange={setName} hint="Empty: the name of the machine." error={write.error?.field === 'deviceName' ? write.error.message : null} />
          </>
        )}
        <PathField label="File" required value={path} onChange={setPath} question={{ title: 'Where the file goes', mode: 'save', suggested: how === 'enrol' ? 'enrolment.countersign' : 'organization.countersign' }} hint="With its whole path." error={atPath ? write.error?.message : null} />
      </div>
    </ConfirmDialog>
  );
}
