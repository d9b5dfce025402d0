import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useNow, useStore } from '../../app/store';
import type { TaskRow } from '../../api/contract';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { ConfirmDialog } from '../../shared/dialog';
import { Empty } from '../../shared/empty';
import { TextField } from '../../shared/form';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';

/** What a person must change by hand, because no connector can. */
export function TaskList({ instance }: { instance: number }) {
  const tasks = useRead('task.list', { instance });
  const now = useNow();
  const { actor } = useStore();
  const [closing, setClosing] = useState<TaskRow | null>(null);
  if (tasks.error) return <ProblemBanner problem={tasks.error} />;
  const rows = tasks.data;
  if (!rows) return <Loading label="Reading tasks" />;
  if (rows.length === 0) return <Empty title="Nothing to do by hand" />;
  return (
    <>
      <Table
        label="Tasks" total={rows.length} rowAt={(at) => rows[at]} upTo={12} rowHeight={52}
        columns={[
          { id: 'who', label: 'Person', width: 'minmax(140px, 1.2fr)', show: (row) => <span title={row.principalName}>{row.principalName}</span> },
          { id: 'what', label: 'Group', width: 'minmax(140px, 1.2fr)', show: (row) => <span title={row.resourceName}>{row.resourceName}</span> },
          { id: 'why', label: 'Why by hand', width: 'minmax(200px, 2fr)', show: (row) => <span title={row.reason}>{row.reason}</span> },
          { id: 'owner', label: 'Owner', width: 'minmax(100px, 1fr)', show: (row) => <span title={row.owner}>{row.owner}</span> },
          {
            id: 'due', label: 'Due', width: '196px',
            show: (row) => row.closedAt
              ? <span title={row.note ?? undefined}><StateBadge tone="good">Closed</StateBadge> <Moment at={row.closedAt} day /></span>
              : <span>{new Date(row.dueOn) < now && <StateBadge tone="warn">Late</StateBadge>} <Moment at={row.dueOn} day /></span>,
          },
          { id: 'close', label: 'Act', width: '88px', show: (row) => !row.closedAt && actor.administrator && <Button size="small" onClick={() => setClosing(row)}>Close…</Button> },
        ]}
      />
      {closing && <CloseDialog task={closing} onClose={() => setClosing(null)} />}
    </>
  );
}

function CloseDialog({ task, onClose }: { task: TaskRow; onClose: () => void }) {
  const close = useWrite('task.close');
  const [note, setNote] = useState('');
  return (
    <ConfirmDialog title="Close this task?" action="Close the task" busy={close.isPending || !note.trim()} problem={close.error} onClose={onClose} onConfirm={() => close.mutate({ task: task.task, note: note.trim() }, { onSuccess: onClose })}>
      <p style={{ marginBottom: 12 }}>{task.principalName} in {task.resourceName}: {task.reason}</p>
      <TextField label="What was done" required lines={3} value={note} onChange={setNote} />
    </ConfirmDialog>
  );
}
