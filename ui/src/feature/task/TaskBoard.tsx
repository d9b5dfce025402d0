import { Button, Tab, TabList } from '@fluentui/react-components';
import { ClipboardTaskListLtrRegular } from '@fluentui/react-icons/svg/clipboard-task-list-ltr';
import { useState } from 'react';
import { useNow, useStore } from '../../app/store';
import type { TaskRow } from '../../api/contract';
import type { TaskStatus } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { Figure, Figures, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { ChangeFileDialog } from './ChangeFileDialog';
import { DoneDialog } from './DoneDialog';
import { TaskDialog } from './TaskDialog';
import { columns } from './columns';

const tabs: { id: TaskStatus | 'all'; label: string; none: string }[] = [
  { id: 'open', label: 'To do', none: 'Nothing is to be done by hand.' },
  { id: 'waiting', label: 'Waits for the confirming read', none: 'Nothing waits for a read of the directory.' },
  { id: 'reopened', label: 'Came back', none: 'No access came back.' },
  { id: 'closed', label: 'Closed', none: 'No task is closed yet.' },
  { id: 'all', label: 'All', none: 'There is no task.' },
];

/** What people must change by hand, from open to seen gone. */
export default function TaskBoard() {
  const [tab, setTab] = useState<TaskStatus | 'all'>('open');
  const [open, setOpen] = useState<TaskRow | null>(null);
  const [closing, setClosing] = useState<TaskRow | null>(null);
  const [file, setFile] = useState<TaskRow | null>(null);
  const counts = useRead('task.board', { limit: 0 }, { keep: true });
  const pages = usePages('task.board', tab === 'all' ? {} : { status: tab });
  const now = useNow();
  const { actor } = useStore();
  const tally = counts.data?.count;
  const figure = (id: TaskStatus | 'all') => (tally ? (id === 'all' ? tally.open + tally.waiting + tally.closed + tally.reopened : tally[id]) : null);
  return (
    <Page title="Tasks by hand" fill lead="What no connector can change, with who does it and until when. A task is closed only by a read of the directory that shows the access gone.">
      {tally && (
        <Figures>
          <Figure label="To do" value={formatNumber(tally.open)} note={tally.overdue > 0 ? `${formatNumber(tally.overdue)} past their day` : 'none is late'} tone={tally.overdue > 0 ? 'warn' : undefined} />
          <Figure label="Wait for the confirming read" value={formatNumber(tally.waiting)} note="done, says a person" />
          <Figure label="Came back" value={formatNumber(tally.reopened)} tone={tally.reopened > 0 ? 'bad' : undefined} note="seen gone once, and there again" />
          <Figure label="Closed" value={formatNumber(tally.closed)} note="seen gone" />
        </Figures>
      )}
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(change.value as TaskStatus | 'all')}>
        {tabs.map((one) => <Tab key={one.id} value={one.id}>{figure(one.id) === null ? one.label : `${one.label} (${formatNumber(figure(one.id) ?? 0)})`}</Tab>)}
      </TabList>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Reading the tasks" /> : pages.total === 0 ? (
        <Empty icon={<ClipboardTaskListLtrRegular />} title={tabs.find((one) => one.id === tab)?.none ?? ''} text="Tasks come with a plan, for what a connector cannot take away." />
      ) : (
        <Table
          key={tab} label={count(pages.total, 'task')} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={52} onOpen={setOpen}
          columns={columns(now, actor.administrator ? (row) => (
            <span style={{ display: 'flex', gap: 6 }}>
              <Button size="small" onClick={() => setFile(row)}>Change file…</Button>
              {(row.status === 'open' || row.status === 'reopened') && <Button size="small" onClick={() => setClosing(row)}>Done…</Button>}
            </span>
          ) : null)}
        />
      )}
      {open && <TaskDialog task={open} onClose={() => setOpen(null)} />}
      {closing && <DoneDialog task={closing} onClose={() => setClosing(null)} />}
      {file && <ChangeFileDialog input={{ task: file.task }} title={`Change file for ${file.principalName}`} onClose={() => setFile(null)} />}
    </Page>
  );
}
