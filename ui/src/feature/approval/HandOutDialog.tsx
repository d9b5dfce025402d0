import { useState } from 'react';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { useTell } from '../../shared/toast';
import css from '../inbox/inbox.module.css';
import { JobProgress } from '../job/JobProgress';

interface Made { made: number; approvals: number; passphrases: number; refused: { approver: number; why: string }[]; folder: string }

/** A file for everybody whose answer is awaited. */
export function HandOutDialog({ onClose }: { onClose: () => void }) {
  const make = useWrite('approval.handOut');
  const tell = useTell();
  const [folder, setFolder] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  const atFolder = make.error?.field === 'folder';
  return (
    <ConfirmDialog
      title="Hand out approvals" action="Make the packets" busy={make.isPending || running || !folder.trim()} problem={atFolder ? null : make.error} onClose={onClose}
      onConfirm={() => make.mutate({ folder: folder.trim() }, { onSuccess: (started) => { setJob(started.job); setRunning(true); } })}
    >
      <div className={css.stack}>
        <p>One file for each approver, with the requests that wait for them now. It is sealed to their accepted devices; without one, to a passphrase that you look up here and tell them by another way.</p>
        <p className="quiet">A packet made again takes the place of the one before. Whoever answers first counts, here or there.</p>
        <PathField label="Folder" required value={folder} onChange={setFolder} question={{ title: 'A folder for the packets', mode: 'folder' }} hint="With its whole path; it is made if it is not there." error={atFolder ? make.error?.message : null} />
        {job !== null && (
          <JobProgress
            key={job} job={job}
            onEnd={(view) => {
              setRunning(false);
              if (view.state !== 'done') return;
              const made = view.result as Made;
              const left = made.refused.length > 0 ? ` ${count(made.refused.length, 'approver')} left out: ${made.refused[0]?.why ?? ''}` : '';
              tell.done(`${count(made.made, 'packet')} with ${count(made.approvals, 'approval')} written to ${made.folder}.`, `${formatNumber(made.passphrases)} sealed with a passphrase.${left}`);
              onClose();
            }}
          />
        )}
      </div>
    </ConfirmDialog>
  );
}
