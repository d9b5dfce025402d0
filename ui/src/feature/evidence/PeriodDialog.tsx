import { useState } from 'react';
import { useNow } from '../../app/store';
import { useWrite } from '../../api/query';
import { isDay } from '../../shared/date';
import { ConfirmDialog } from '../../shared/dialog';
import { DayField, PathField } from '../../shared/form';
import { useTell } from '../../shared/toast';
import { JobProgress } from '../job/JobProgress';
import css from './evidence.module.css';
import { fileName, nextDay } from './words';

interface Props { from?: string; to?: string; onClose: () => void }

/** The evidence of a period, from its first day to the end of its last. */
export function PeriodDialog({ from, to, onClose }: Props) {
  const now = useNow();
  const start = useWrite('evidence.exportPeriod');
  const tell = useTell();
  const [first, setFirst] = useState(from ?? `${now.getUTCFullYear()}-01-01`);
  const [last, setLast] = useState(to ?? now.toISOString().slice(0, 10));
  const [path, setPath] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const at = (field: string) => (start.error?.field === field ? start.error.message : undefined);
  const turned = isDay(first) && isDay(last) && first > last;
  const named = ['from', 'to', 'path'].includes(start.error?.field ?? '');
  const running = job !== null || start.isPending;
  return (
    <ConfirmDialog
      title="Evidence of a period" action={running ? 'Writing…' : 'Export as PDF'} busy={running || !path.trim() || !isDay(first) || !isDay(last) || turned}
      problem={named ? null : start.error} onClose={onClose}
      onConfirm={() => start.mutate({ path: path.trim(), from: `${first}T00:00:00Z`, to: `${nextDay(last)}T00:00:00Z` }, { onSuccess: ({ job: begun }) => setJob(begun) })}
    >
      <div className={css.period}>
        <p>One PDF: every run of a review and whether it ended in time, what became of the denials, packages, exceptions and remediation tasks, sign-offs and roles, and the roots of the documents that prove each of it.</p>
        <DayField label="First day" required value={first} onChange={setFirst} error={at('from')} />
        <DayField label="Last day" required value={last} onChange={setLast} error={turned ? 'The last day is before the first.' : at('to')} />
        <PathField label="File, with its whole path" required value={path} onChange={setPath} error={at('path')} hint="Days begin and end at midnight UTC, as every time in a document." question={{ title: 'Where the evidence goes', mode: 'save', suggested: fileName(`${first}-to-${last}`), filters: [{ name: 'PDF', extensions: ['pdf'] }] }} />
        <JobProgress job={job} onEnd={(view) => { if (view.state === 'done') { tell.done('The evidence is ready.', path.trim()); onClose(); } else if (view.state === 'cancelled') setJob(null); }} />
      </div>
    </ConfirmDialog>
  );
}
