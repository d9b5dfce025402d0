import { useState } from 'react';
import { useRead, useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField, TextField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { useTell } from '../../shared/toast';
import { JobProgress } from '../job/JobProgress';

interface Drafted { drafted: number; refused: number; folder: string }

/** What waits to be sent, written as drafts that a mail program opens. */
export function DraftDialog({ instance, waiting, onClose }: { instance: number; waiting: number; onClose: () => void }) {
  const draft = useWrite('notice.draft');
  const mail = useRead('mail.show', {});
  const tell = useTell();
  const [folder, setFolder] = useState('');
  const [from, setFrom] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  const missing = folder.trim() === '' || (mail.data === null && from.trim() === '');
  return (
    <ConfirmDialog
      title={`Write ${count(waiting, 'draft')}`} action="Write drafts" busy={draft.isPending || running || missing} problem={draft.error} onClose={onClose}
      onConfirm={() => draft.mutate({ instance, folder: folder.trim(), ...(from.trim() ? { from: from.trim() } : {}) }, { onSuccess: (started) => { setJob(started.job); setRunning(true); } })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>One file for each notice that waits, which your mail program opens for sending, and its deadline for a calendar beside it. What is drafted is not sent by the mail server as well.</p>
        <PathField label="Folder" required value={folder} onChange={setFolder} question={{ title: 'A folder for the drafts', mode: 'folder' }} hint="With its whole path; it is made if it is not there." />
        <TextField label="Sender" required={mail.data === null} value={from} onChange={setFrom} hint={mail.data ? `Empty: ${mail.data.from}.` : 'Such as Anna Adler <anna@example.org>.'} />
        {job !== null && (
          <JobProgress
            key={job} job={job}
            onEnd={(view) => {
              setRunning(false);
              if (view.state !== 'done') return;
              const { drafted, refused, folder: where } = view.result as Drafted;
              tell.done(`${count(drafted, 'draft')} written to ${where}.`, refused > 0 ? `${formatNumber(refused)} could not be written; the list of notices says why.` : undefined);
              onClose();
            }}
          />
        )}
      </div>
    </ConfirmDialog>
  );
}
