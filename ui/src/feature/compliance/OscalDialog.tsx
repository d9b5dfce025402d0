import { useState } from 'react';
import { useWrite } from '../../api/query';
import { isDay } from '../../shared/date';
import { ConfirmDialog } from '../../shared/dialog';
import { DayField, PathField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { JobProgress } from '../job/JobProgress';

interface Props { from: string; to: string; onClose: () => void }

/** Coverage and findings for a program that reads NIST's format. */
export function OscalDialog({ from, to, onClose }: Props) {
  const start = useWrite('control.exportOscal');
  const tell = useTell();
  const [first, setFirst] = useState(from);
  const [last, setLast] = useState(to);
  const [path, setPath] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  const at = (field: string) => (start.error?.field === field ? start.error.message : undefined);
  return (
    <ConfirmDialog
      title="Export as OSCAL" action="Export" busy={running || start.isPending || !path.trim() || !isDay(first) || !isDay(last)} onClose={onClose}
      problem={start.error && ['from', 'to', 'path'].includes(start.error.field ?? '') ? null : start.error}
      onConfirm={() => start.mutate({ path: path.trim(), from: first, to: last }, { onSuccess: ({ job: begun }) => { setJob(begun); setRunning(true); } })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>NIST’s assessment results: the periods of all controls as observations and findings, what stands open as risks, and every evidence document with its hash.</p>
        <DayField label="From" required value={first} onChange={setFirst} error={at('from')} />
        <DayField label="To" required value={last} onChange={setLast} error={at('to')} />
        <PathField label="File" required value={path} onChange={setPath} error={at('path')} question={{ title: 'Where the results go', mode: 'save', suggested: 'assessment-results.json', filters: [{ name: 'JSON', extensions: ['json'] }] }} />
        <JobProgress job={job} onEnd={(ended) => { setRunning(false); if (ended.state === 'done') { tell.done('The results were written.', path); onClose(); } }} />
      </div>
    </ConfirmDialog>
  );
}
