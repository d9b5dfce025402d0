import { Field, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import type { HistoryFilter, SheetFormat } from '../../api/operations';
import { useWrite } from '../../api/query';
import { ConfirmDialog } from '../../shared/dialog';
import { PathField } from '../../shared/form';
import { count } from '../../shared/number';
import { useTell } from '../../shared/toast';
import { JobProgress } from '../job/JobProgress';

const formats: [SheetFormat, string][] = [['xlsx', 'Workbook (XLSX): every text is text, nothing is evaluated'], ['csv', 'CSV: an apostrophe stands before what looks like a formula'], ['json', 'JSON, for a program']];

/** The lines that are shown, as a file. */
export function ExportDialog({ filter, total, onClose }: { filter: HistoryFilter; total: number; onClose: () => void }) {
  const [format, setFormat] = useState<SheetFormat>('xlsx');
  const [path, setPath] = useState('');
  const [job, setJob] = useState<number | null>(null);
  const write = useWrite('history.export');
  const tell = useTell();
  const at = write.error?.field === 'path' ? write.error.message : undefined;
  return (
    <ConfirmDialog
      title="Export the history" action={job === null ? 'Export' : 'Writing…'} busy={write.isPending || job !== null || !path.trim()} problem={at ? null : write.error} onClose={onClose}
      onConfirm={() => write.mutate({ filter, format, path: path.trim() }, { onSuccess: ({ job: begun }) => setJob(begun) })}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>{count(total, 'line')} in the order of the audit log, the oldest first.</p>
        <Field label="Format">
          <RadioGroup value={format} onChange={(_, change) => setFormat(change.value as SheetFormat)}>
            {formats.map(([value, label]) => <Radio key={value} value={value} label={label} />)}
          </RadioGroup>
        </Field>
        <PathField label="File, with its whole path" required value={path} onChange={setPath} error={at} question={{ title: 'Where the history goes', mode: 'save', suggested: `history.${format}`, filters: [{ name: format.toUpperCase(), extensions: [format] }] }} />
        <JobProgress
          job={job}
          onEnd={(view) => {
            if (view.state === 'done') { tell.done('The history is written.', path.trim()); onClose(); } else if (view.state === 'cancelled') setJob(null);
          }}
        />
      </div>
    </ConfirmDialog>
  );
}
