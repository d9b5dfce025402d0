import { useState } from 'react';
import { useRead, useWrite } from '../../api/query';
import { TextField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { FolderDialog } from '../job/FolderDialog';

interface Drafted { drafted: number; refused: number; folder: string }

/** What waits to be sent, written as drafts that a mail program opens. */
export function DraftDialog({ instance, waiting, onClose }: { instance: number; waiting: number; onClose: () => void }) {
  const draft = useWrite('notice.draft');
  const mail = useRead('mail.show', {});
  const [from, setFrom] = useState('');
  return (
    <FolderDialog
      title={`Write ${count(waiting, 'draft')}`} action="Write drafts" question="A folder for the drafts" starting={draft} onClose={onClose}
      ready={mail.data !== null || from.trim() !== ''}
      start={(folder, onSuccess) => draft.mutate({ instance, folder, ...(from.trim() ? { from: from.trim() } : {}) }, { onSuccess })}
      written={(result) => {
        const { drafted, refused, folder } = result as Drafted;
        return {
          said: `${count(drafted, 'draft')} written to ${folder}.`,
          detail: refused > 0 ? `${formatNumber(refused)} could not be written; the list of notices says why.` : undefined,
        };
      }}
    >
      <p>One file for each notice that waits, which your mail program opens for sending, and its deadline for a calendar beside it. What is drafted is not sent by the mail server as well.</p>
      <TextField label="Sender" required={mail.data === null} value={from} onChange={setFrom} hint={mail.data ? `Empty: ${mail.data.from}.` : 'Such as Anna Adler <anna@example.org>.'} />
    </FolderDialog>
  );
}
