import { Field, Input } from '@fluentui/react-components';
import { useState } from 'react';
import type { WorkstationShown } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField, TextField } from '../../shared/form';
import { useTell } from '../../shared/toast';

const column = { display: 'flex', flexDirection: 'column', gap: 12 } as const;

/** Gives this workstation its name; the first one has the first term. */
export function NameDialog({ name: before, every: now, onClose }: { name: string; every: number; onClose: () => void }) {
  const put = useWrite('workstation.name');
  const tell = useTell();
  const [name, setName] = useState(before);
  const [every, setEvery] = useState(String(now));
  const at = (field: string) => (put.error?.field === field ? put.error.message : null);
  const fits = /^\d+$/.test(every) && Number(every) > 0;
  return (
    <ConfirmDialog title="This workstation" action="Save" busy={put.isPending || !name.trim() || !fits} problem={put.error?.field ? null : put.error} onClose={onClose} onConfirm={() => put.mutate({ name: name.trim(), everyMinutes: Number(every) }, { onSuccess: () => { tell.done('The workstation has its name.'); onClose(); } })}>
      <div style={column}>
        <TextField label="Name" required value={name} onChange={setName} error={at('name')} hint="What people call this machine, such as “Office, second floor”." />
        <TextField label="Minutes between two copies" type="number" min={1} value={every} onChange={setEvery} error={at('everyMinutes')} hint="At least so many pass; a copy is made only when something changed." />
      </div>
    </ConfirmDialog>
  );
}

/** Accepts another workstation, after its words were compared. */
export function AcceptDialog({ onClose }: { onClose: () => void }) {
  const accept = useWrite('workstation.accept');
  const tell = useTell();
  const [path, setPath] = useState('');
  const [words, setWords] = useState('');
  const at = (field: string) => (accept.error?.field === field ? accept.error.message : null);
  return (
    <ConfirmDialog title="Accept a workstation" action="Accept it" busy={accept.isPending || !path.trim() || !words.trim()} problem={accept.error?.field ? null : accept.error} onClose={onClose} onConfirm={() => accept.mutate({ path: path.trim(), words }, { onSuccess: () => { tell.done('The workstation was accepted.', 'The next look at the exchange sends it a copy.'); onClose(); } })}>
      <div style={column}>
        <p>From now on it gets copies of the whole store, with what is needed to take it over. Let whoever sits there read its eight words out.</p>
        <PathField label="File of the workstation" required value={path} onChange={setPath} error={at('path')} question={{ title: 'The file that the other workstation wrote', mode: 'open', filters: [{ name: 'Countersign', extensions: ['countersign'] }] }} />
        <Field label="Its eight words" required validationMessage={at('words')}>
          <Input value={words} onChange={(_, change) => setWords(change.value)} autoComplete="off" />
        </Field>
      </div>
    </ConfirmDialog>
  );
}

/** Lets the copies of a workstation count that no copy here names. */
export function TrustDialog({ onClose }: { onClose: () => void }) {
  const trust = useWrite('workstation.trust');
  const tell = useTell();
  const [words, setWords] = useState('');
  const atWords = trust.error?.field === 'words';
  return (
    <ConfirmDialog title="Compare another workstation" action="Let its copies count" busy={trust.isPending || !words.trim()} problem={atWords ? null : trust.error} onClose={onClose} onConfirm={() => trust.mutate({ words }, { onSuccess: () => { tell.done('Its copies count.', 'The next look at the exchange takes them.'); onClose(); } })}>
      <div style={column}>
        <p>Needed when a workstation writes that the copy here does not know, such as one that was accepted and took the store over since. Let its administrator read its eight words out, by telephone or in person.</p>
        <TextField label="Its eight words" required lines={2} value={words} onChange={setWords} hint="As it shows them under Workstations; capitals do not matter." error={atWords ? trust.error?.message : null} />
      </div>
    </ConfirmDialog>
  );
}

/** Hands the term to another workstation. */
export function HandOverDialog({ to, onClose }: { to: WorkstationShown; onClose: () => void }) {
  const hand = useWrite('workstation.handOver');
  const tell = useTell();
  const [reason, setReason] = useState('');
  return (
    <ConfirmDialog title={`Hand the store over to “${to.name}”?`} action="Hand over" danger busy={hand.isPending} problem={hand.error} onClose={onClose} onConfirm={() => hand.mutate({ workstation: to.id, ...(reason.trim() ? { reason: reason.trim() } : {}) }, { onSuccess: () => { tell.done('The store was handed over.', 'The next look at the exchange sends the last copy.'); onClose(); } })}>
      <div style={column}>
        <p>From this moment nothing is written here. “{to.name}” writes once the last copy has arrived and somebody there takes it over; in between nobody does.</p>
        <TextField label="Why" lines={2} value={reason} onChange={setReason} hint="It stands in the audit log." />
      </div>
    </ConfirmDialog>
  );
}

/** Says why something ends: a workstation, or what this one alone has. */
export function ReasonDialog({ of, onClose }: { of: WorkstationShown | 'tail'; onClose: () => void }) {
  const end = useWrite('workstation.end');
  const aside = useWrite('workstation.setAside');
  const tell = useTell();
  const [reason, setReason] = useState('');
  const isTail = of === 'tail';
  const act = isTail ? aside : end;
  const done = (text: string) => ({ onSuccess: () => { tell.done(text); onClose(); } });
  const confirm = () => (isTail ? aside.mutate({ reason: reason.trim() }, done('The next look brings the other copy; what was here is kept beside it.')) : end.mutate({ workstation: of.id, reason: reason.trim() }, done('It gets no copies any more.')));
  return (
    <ConfirmDialog title={isTail ? 'Set aside what is here?' : `End “${of.name}”?`} action={isTail ? 'Set it aside' : 'End it'} danger busy={act.isPending || !reason.trim()} problem={act.error} onClose={onClose} onConfirm={confirm}>
      <div style={column}>
        <p>{isTail ? 'The copy of the workstation that writes takes the place of this one. The entries that are here alone stay in the folder “set-aside”, and are in no log that goes on. Enter again by hand there what must not be lost.' : 'It gets no copies any more, and what it says does not count. What it has already it keeps.'}</p>
        <TextField label="Why" required lines={2} value={reason} onChange={setReason} />
      </div>
    </ConfirmDialog>
  );
}
