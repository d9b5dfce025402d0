import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import { useNow, useStore } from '../../app/store';
import type { TaskRow } from '../../api/contract';
import { useRead } from '../../api/query';
import { Empty } from '../../shared/empty';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { ChangeFileDialog } from './ChangeFileDialog';
import { DoneDialog } from './DoneDialog';
import { TaskDialog } from './TaskDialog';
import { columns } from './columns';

/** What a person must change by hand after one run, because no connector can. */
export function TaskList({ instance }: { instance: number }) {
  const tasks = useRead('task.list', { instance });
  const now = useNow();
  const { actor } = useStore();
  const [open, setOpen] = useState<TaskRow | null>(null);
  const [closing, setClosing] = useState<TaskRow | null>(null);
  const [file, setFile] = useState(false);
  if (tasks.error) return <ProblemBanner problem={tasks.error} />;
  const rows = tasks.data;
  if (!rows) return <Loading label="Reading tasks" />;
  if (rows.length === 0) return <Empty title="Nothing to do by hand" />;
  const left = rows.some((row) => row.status !== 'closed');
  return (
    <>
      {left && actor.administrator && <div><Button onClick={() => setFile(true)}>Change file for all of them…</Button></div>}
      <Table
        label="Tasks" total={rows.length} rowAt={(at) => rows[at]} upTo={12} rowHeight={52} onOpen={setOpen}
        columns={columns(now, !actor.administrator ? null : (row) => (row.status === 'open' || row.status === 'reopened') && <Button size="small" onClick={() => setClosing(row)}>Done…</Button>)}
      />
      {open && <TaskDialog task={open} onClose={() => setOpen(null)} />}
      {closing && <DoneDialog task={closing} onClose={() => setClosing(null)} />}
      {file && <ChangeFileDialog input={{ instance }} title="Change file for the tasks of this run" onClose={() => setFile(false)} />}
    </>
  );
}
