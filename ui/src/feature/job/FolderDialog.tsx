import { type ReactNode, useState } from 'react';
import type { CallProblem } from '../../api/contract';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { JobProgress } from './JobProgress';
import css from './job.module.css';

/** What became of the files. */
export interface Written {
  said: string;
  detail?: string;
  /** Whom or what nothing was written for, each with its reason. */
  left?: string[];
}

interface Starting {
  isPending: boolean;
  error: CallProblem | null;
}

interface Props {
  title: string;
  action: string;
  /** The title of the system's own question for the folder. */
  question: string;
  /** What it is, and whatever else is filled in. */
  children: ReactNode;
  /** The names of the fields that show their own problem; the folder's does. */
  fields?: string[];
  /** Whether everything but the folder is filled in. */
  ready?: boolean;
  starting: Starting;
  start: (folder: string, begun: (started: { job: number }) => void) => void;
  written: (result: unknown) => Written;
  onClose: () => void;
}

/** Has a job write files into a folder. Whatever was left out is listed before the dialog goes. */
export function FolderDialog({ title, action, question, children, fields = [], ready = true, starting, start, written, onClose }: Props) {
  const tell = useTell();
  const [folder, setFolder] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  const [over, setOver] = useState<Written | null>(null);
  const at = starting.error?.field ?? '';
  const begin = () => start(folder.trim(), (started) => { setJob(started.job); setRunning(true); });
  if (over) {
    return (
      <ConfirmDialog title={title} action="Done" over onConfirm={onClose} onClose={onClose}>
        <div className={css.stack}>
          <p>{over.said} {over.detail}</p>
          <p>Left out:</p>
          <ul className={css.left} tabIndex={0} aria-label="Left out">{over.left?.map((one, at) => <li key={at}>{one}</li>)}</ul>
        </div>
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      title={title} action={action} busy={starting.isPending || running || !folder.trim() || !ready}
      problem={at === 'folder' || fields.includes(at) ? null : starting.error} onConfirm={begin} onClose={onClose}
    >
      <div className={css.stack}>
        {children}
        <PathField
          label="Folder" required value={folder} onChange={setFolder} question={{ title: question, mode: 'folder' }}
          hint="With its whole path; it is made if it is not there." error={at === 'folder' ? starting.error?.message : null}
        />
        {job !== null && (
          <JobProgress
            key={job} job={job}
            onEnd={(view) => {
              setRunning(false);
              if (view.state !== 'done') return;
              const became = written(view.result);
              if (became.left?.length) return setOver(became);
              tell.done(became.said, became.detail);
              onClose();
            }}
          />
        )}
      </div>
    </ConfirmDialog>
  );
}
