import { useState } from 'react';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField } from '../../shared/form';
import { count, formatNumber } from '../../shared/number';
import { useTell } from '../../shared/toast';
import { JobProgress } from '../job/JobProgress';

interface Made { made: number; items: number; bytes: number; passphrases: number; refused: { reviewer: number; why: string }[]; folder: string }

/** A file for everybody who is asked in the stage that is going on. */
export function HandOutDialog({ instance, reviewers, onClose }: { instance: number; reviewers?: number[]; onClose: () => void }) {
  const make = useWrite('packet.make');
  const tell = useTell();
  const [folder, setFolder] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  const atFolder = make.error?.field === 'folder';
  return (
    <ConfirmDialog
      title="Hand out packets" action="Make the packets" busy={make.isPending || running || !folder.trim()} problem={atFolder ? null : make.error} onClose={onClose}
      onConfirm={() => make.mutate({ instance, folder: folder.trim(), ...(reviewers ? { reviewers } : {}) }, { onSuccess: (started) => { setJob(started.job); setRunning(true); } })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>One file for each reviewer, with their items alone. It is sealed to their accepted devices; without one, to a passphrase that you look up here and tell them by another way.</p>
        <p className="quiet">A packet made again takes the place of the one before.</p>
        <PathField label="Folder" required value={folder} onChange={setFolder} question={{ title: 'A folder for the packets', mode: 'folder' }} hint="With its whole path; it is made if it is not there." error={atFolder ? make.error?.message : null} />
        {job !== null && (
          <JobProgress
            key={job} job={job}
            onEnd={(view) => {
              setRunning(false);
              if (view.state !== 'done') return;
              const made = view.result as Made;
              const left = made.refused.length > 0 ? ` ${count(made.refused.length, 'reviewer')} left out: ${made.refused[0]?.why ?? ''}` : '';
              tell.done(`${count(made.made, 'packet')} with ${count(made.items, 'item')} written to ${made.folder}.`, `${formatNumber(made.passphrases)} sealed with a passphrase.${left}`);
              onClose();
            }}
          />
        )}
      </div>
    </ConfirmDialog>
  );
}
