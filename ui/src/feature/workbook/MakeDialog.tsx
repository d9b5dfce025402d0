import { Field, Select } from '@fluentui/react-components';
import { useState } from 'react';
import { useRead, useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField } from '../../shared/form';
import { count } from '../../shared/number';
import { useTell } from '../../shared/toast';
import { JobProgress } from '../job/JobProgress';

interface Made { folder: string; files: { path: string; name: string; rows: number }[] }

const everybody = '';

/** A spreadsheet for one reviewer, or for everybody who is asked in the stage that is going on. */
export function MakeDialog({ instance, onClose }: { instance: number; onClose: () => void }) {
  const make = useWrite('packet.workbook');
  const progress = useRead('review.progress', { instance });
  const tell = useTell();
  const [folder, setFolder] = useState('');
  const [reviewer, setReviewer] = useState(everybody);
  const [job, setJob] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  const reviewers = (progress.data?.reviewers ?? []).filter((one) => one.count.total > 0);
  return (
    <ConfirmDialog
      title="Make workbooks" action="Make them" busy={make.isPending || running || !folder.trim()} problem={make.error} onClose={onClose}
      onConfirm={() => make.mutate({ instance, folder: folder.trim(), ...(reviewer ? { reviewer: Number(reviewer) } : {}) }, { onSuccess: (started) => { setJob(started.job); setRunning(true); } })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>A spreadsheet for people without the program: their items, a cell for each decision, and a checksum over every row.</p>
        <p className="quiet">It is not sealed, and nothing in it shows who filled it in. The log and the evidence say so of every decision that comes back this way.</p>
        <Field label="For">
          <Select value={reviewer} onChange={(_, change) => setReviewer(change.value)}>
            <option value={everybody}>Everybody who is asked</option>
            {reviewers.map((one) => <option key={one.principal} value={one.principal}>{one.displayName}</option>)}
          </Select>
        </Field>
        <PathField label="Folder" required value={folder} onChange={setFolder} question={{ title: 'A folder for the workbooks', mode: 'folder' }} hint="With its whole path; it is made if it is not there." />
        {job !== null && (
          <JobProgress
            key={job} job={job}
            onEnd={(view) => {
              setRunning(false);
              if (view.state !== 'done') return;
              const made = view.result as Made;
              tell.done(`${count(made.files.length, 'workbook')} written to ${made.folder}.`, made.files.length === 0 ? 'Nobody has anything to decide.' : undefined);
              onClose();
            }}
          />
        )}
      </div>
    </ConfirmDialog>
  );
}
