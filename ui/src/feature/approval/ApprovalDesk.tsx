import { Button, Tab, TabList } from '@fluentui/react-components';
import { CheckmarkStarburstRegular } from '@fluentui/react-icons/svg/checkmark-starburst';
import { type KeyboardEvent, useCallback, useRef, useState } from 'react';
import { useNow, useStore } from '../../app/store';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { StateBadge } from '../../shared/badge';
import { ageText } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { NoPerson } from '../access/NoPerson';
import { RequestTable } from '../request/RequestTable';
import { kindWords, targetText } from '../request/words';
import { HandOverDialog } from './HandOverDialog';
import { Pane } from './Pane';
import { Received } from './Received';
import { Standins } from './Standins';
import { decisionOf } from './answer';
import { type Asked, afterPick, inPane } from './asked';
import css from './approval.module.css';

/** Requests that wait for my answer, decided by keyboard as at the reviewer's desk. */
export default function ApprovalDesk() {
  const { actor } = useStore();
  const [chosen, setTab] = useState<'waiting' | 'answered' | 'received' | null>(null);
  const received = useRead('approval.received.list', { offset: 0, limit: 1 }).data?.total ?? 0;
  // On a machine that knows requests by packets alone, those come first.
  const tab = chosen ?? (received > 0 ? 'received' : 'waiting');
  const [handing, setHanding] = useState(false);
  if (actor.principal === null) return <NoPerson title="My approvals" text="Approvals are asked of people of a directory." />;
  return (
    <Page title="My approvals" fill lead="Requests for access that wait for your answer." actions={<Button onClick={() => setHanding(true)}>Hand over…</Button>}>
      <Standins />
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(change.value as typeof tab)}>
        <Tab value="waiting">Wait for me</Tab>
        <Tab value="answered">I answered</Tab>
        {received > 0 && <Tab value="received">From packets</Tab>}
      </TabList>
      {tab === 'waiting' ? <Waiting /> : tab === 'answered' ? <Answered /> : <Received />}
      {handing && <HandOverDialog onClose={() => setHanding(false)} />}
    </Page>
  );
}

function Waiting() {
  const pages = usePages('approval.list', { history: false });
  const [at, setAt] = useState(0);
  const [asked, setAsked] = useState<Asked | null>(null);
  const desk = useRef<HTMLDivElement>(null);
  const now = useNow();
  const shown = inPane(asked, pages.rowAt(at));
  const back = useCallback(() => { setAsked(null); desk.current?.querySelector<HTMLElement>('[role=grid]')?.focus(); }, []);
  function press(event: KeyboardEvent) {
    const typing = (event.target as HTMLElement).closest('input, textarea, select, [contenteditable]') !== null;
    const wanted = typing ? null : decisionOf(event.nativeEvent);
    if (!wanted || !shown) return;
    event.preventDefault();
    setAsked({ row: shown, decision: wanted });
  }
  if (pages.total === 0 && asked) setAsked(null);
  if (pages.total === null) return pages.problem ? <ProblemBanner problem={pages.problem} retry={pages.retry} /> : <Loading label="Reading what waits for you" />;
  if (pages.total === 0) return <Empty icon={<CheckmarkStarburstRegular />} title="Nothing waits for you" text="Whoever asks for a package whose policy names you stands here until somebody has answered." />;
  return (
    <>
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      <div className={css.desk} ref={desk} onKeyDown={press}>
        <div className={css.list}>
          <Table
            label="Requests that wait for me" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} onCurrent={setAt} rowHeight={56}
            onPick={(index) => setAsked((before) => afterPick(before, pages.rowAt(index)))} held={asked ? (row) => row.request === asked.row.request : undefined}
            columns={[
              { id: 'who', label: 'For', width: 'minmax(120px, 1.3fr)', show: (row) => <span className={css.two}><span title={targetText(row)}>{targetText(row)}</span><span>{kindWords[row.kind]}</span></span> },
              { id: 'what', label: 'Access package', width: 'minmax(120px, 1.3fr)', show: (row) => <span className={css.two}><b title={row.packageName}>{row.packageName}</b>{row.stageCount > 1 && <span>{`stage ${row.stage} of ${row.stageCount}`}</span>}</span> },
              { id: 'why', label: 'Why', width: 'minmax(100px, 1.3fr)', show: (row) => <span title={row.justification || undefined} dir="auto">{row.justification}</span> },
              { id: 'due', label: 'Answer until', width: '120px', show: (row) => row.dueAt === null ? '–' : <span className={css.two}><span className={new Date(row.dueAt) < now ? css.late : undefined}>{ageText(new Date(row.dueAt), now)}</span>{row.escalated && <StateBadge tone="warn">Escalated</StateBadge>}</span> },
            ]}
          />
        </div>
        <Pane request={shown?.request ?? null} why={shown?.reason} asked={asked} onDecide={(decision) => (decision && shown ? setAsked({ row: shown, decision }) : back())} onDone={back} />
      </div>
      <p className={css.keys}><kbd>↑</kbd> <kbd>↓</kbd> another request, <kbd>A</kbd> approve, <kbd>D</kbd> deny, then the reason and <kbd>Enter</kbd>; <kbd>Esc</kbd> goes back.</p>
    </>
  );
}

function Answered() {
  const pages = usePages('approval.history', { history: true });
  if (pages.total === null) return pages.problem ? <ProblemBanner problem={pages.problem} retry={pages.retry} /> : <Loading label="Reading what you answered" />;
  if (pages.total === 0) return <Empty icon={<CheckmarkStarburstRegular />} title="You have answered nothing yet" text="What you approved or denied is kept here, and an approval can be taken back on the request’s page." />;
  return <RequestTable label="Requests I answered" pages={pages} total={pages.total} />;
}
