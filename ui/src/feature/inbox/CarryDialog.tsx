import { useState } from 'react';
import type { JobView } from '../../api/contract';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField, TextField } from '../../shared/form';
import { count } from '../../shared/number';
import { useTell } from '../../shared/toast';
import { FolderDialog } from '../job/FolderDialog';
import { JobProgress } from '../job/JobProgress';
import css from './inbox.module.css';

const title = 'Carry on from another device';
const next = 'Open it there. Where words are asked for, they are those of this device.';

interface Other { device: string; words: string }

/** The device that goes on with it, by the file in which it introduced itself, and its words. */
function OtherDevice({ other, onChange, wrong }: { other: Other; onChange: (other: Other) => void; wrong: (field: string) => string | null }) {
  return (
    <>
      <p>What you said so far, sealed to another device of yours. Nobody else can open it, and it counts once, whichever device returns it.</p>
      <PathField label="File of the other device" required value={other.device} onChange={(device) => onChange({ ...other, device })} question={{ title: 'The file in which the other device introduces itself', mode: 'open', filters: [{ name: 'Countersign', extensions: ['countersign', 'enrolment'] }] }} hint="Written there under Devices." error={wrong('device')} />
      <TextField label="Its eight words" required value={other.words} onChange={(words) => onChange({ ...other, words })} hint="As the other device shows them." error={wrong('words')} />
    </>
  );
}

const isWhole = (other: Other) => other.device.trim() !== '' && other.words.trim() !== '';

/** Answers to requests, or requests, on all packets that were opened here. */
export function CarryDialog({ of: operation, one, onClose }: { of: 'approval.carry' | 'request.carry'; one: string; onClose: () => void }) {
  const carry = useWrite(operation);
  const [other, setOther] = useState<Other>({ device: '', words: '' });
  return (
    <FolderDialog
      title={title} action="Write the files" question="Where the files go" starting={carry} onClose={onClose} fields={['device', 'words']} ready={isWhole(other)}
      start={(folder, onSuccess) => carry.mutate({ device: other.device.trim(), words: other.words, folder }, { onSuccess })}
      written={(result) => {
        const told = result as { files: string[]; answers: number };
        return { said: `${count(told.answers, one)} in ${count(told.files.length, 'file')}.`, detail: next };
      }}
    >
      <OtherDevice other={other} onChange={setOther} wrong={(field) => (carry.error?.field === field ? carry.error.message : null)} />
    </FolderDialog>
  );
}

/** The decisions on one packet. */
export function CarryPacketDialog({ instance, onClose }: { instance: number; onClose: () => void }) {
  const carry = useWrite('packet.carry');
  const tell = useTell();
  const [other, setOther] = useState<Other>({ device: '', words: '' });
  const [path, setPath] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  const at = (field: string) => (carry.error?.field === field ? carry.error.message : null);
  function ended(of: JobView) {
    setRunning(false);
    if (of.state !== 'done') return;
    const told = of.result as { path: string; answers: number };
    tell.done(`${count(told.answers, 'answer')} written to ${told.path}.`, next);
    onClose();
  }
  return (
    <ConfirmDialog
      title={title} action="Write the file" onClose={onClose} problem={carry.error?.field ? null : carry.error} busy={!isWhole(other) || !path.trim() || carry.isPending || running}
      onConfirm={() => carry.mutate({ instance, device: other.device.trim(), words: other.words, path: path.trim() }, { onSuccess: (begun) => { setJob(begun.job); setRunning(true); } })}
    >
      <div className={css.stack}>
        <OtherDevice other={other} onChange={setOther} wrong={at} />
        <PathField label="File to write" required value={path} onChange={setPath} question={{ title: 'The file to write', mode: 'save', suggested: 'carried.countersign' }} error={at('path')} />
        {job !== null && <JobProgress key={job} job={job} onEnd={ended} />}
      </div>
    </ConfirmDialog>
  );
}
