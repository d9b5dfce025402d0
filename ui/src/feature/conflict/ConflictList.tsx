import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Tab, TabList } from '@fluentui/react-components';
import { ArrowSwapRegular } from '@fluentui/react-icons/svg/arrow-swap';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { ConflictRow, ConflictStatus } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { useTell } from '../../shared/toast';
import { JobProgress } from '../job/JobProgress';
import { ConflictDialog } from './ConflictDialog';
import { PairList } from './PairList';
import { ReviewDialog } from './ReviewDialog';
import css from './conflict.module.css';

type View = ConflictStatus | 'pairs';
const none: Record<ConflictStatus, string> = { standing: 'Nobody holds what does not go together', new: 'The last look found nothing new', ended: 'No conflict has ended' };

/** Who holds two things that nobody should hold together, and by what ways. */
export default function ConflictList() {
  const { actor } = useStore();
  const [view, setView] = useState<View>('standing');
  const [job, setJob] = useState<number | null>(null);
  const [reviewing, setReviewing] = useState(false);
  const look = useWrite('conflict.look');
  const tell = useTell();
  const newest = useRead('conflict.list', { offset: 0, limit: 0 });
  const last = newest.data?.look;
  const begin = () => look.mutate({}, { onSuccess: ({ job: begun }) => setJob(begun), onError: tell.problem });
  return (
    <Page
      title="Conflicts" fill lead="People who hold two things that do not go together, by whatever way they hold them."
      actions={actor.administrator && (
        <>
          <Button onClick={begin} disabled={look.isPending}>Look again</Button>
          <Button disabled={!newest.data || newest.data.total === 0} onClick={() => setReviewing(true)}>Review them…</Button>
        </>
      )}
    >
      <JobProgress job={job} onEnd={(ended) => { if (ended.state === 'done') { setJob(null); tell.done('The look is over.'); } }} />
      {newest.data?.stale && job === null && (
        <MessageBar intent="warning">
          <MessageBarBody><MessageBarTitle>{last ? 'Something has changed since the last look.' : 'Nobody has looked yet.'}</MessageBarTitle> {last ? 'A pair was changed, or what a directory holds.' : 'Conflicts are found by a look over everything that is held.'}</MessageBarBody>
          {actor.administrator && <MessageBarActions><Button size="small" onClick={begin}>Look now</Button></MessageBarActions>}
        </MessageBar>
      )}
      {last && <p className="quiet number">Looked <Moment at={last.beganAt} />: {count(last.pairCount, 'pair')}, {count(last.standing, 'conflict')}, {last.found} new, {last.gone} ended since the look before.</p>}
      <TabList selectedValue={view} onTabSelect={(_, change) => setView(change.value as View)}>
        <Tab value="standing">Standing</Tab>
        <Tab value="new">New</Tab>
        <Tab value="ended">Ended</Tab>
        <Tab value="pairs">What does not go together</Tab>
      </TabList>
      {view === 'pairs' ? <PairList /> : <List key={view} status={view} />}
      {reviewing && <ReviewDialog onClose={() => setReviewing(false)} />}
    </Page>
  );
}

function List({ status }: { status: ConflictStatus }) {
  const pages = usePages('conflict.list', { status });
  const [open, setOpen] = useState<ConflictRow | null>(null);
  if (pages.total === null) return pages.problem ? <ProblemBanner problem={pages.problem} retry={pages.retry} /> : <Loading label="Reading the conflicts" />;
  if (pages.total === 0) return <Empty icon={<ArrowSwapRegular />} title={none[status]} text="Pairs are said on an access package: another package, or a group, that nobody should hold beside it." />;
  return (
    <>
      <Table
        label="Conflicts" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={56} onOpen={setOpen}
        columns={[
          { id: 'who', label: 'Who', width: 'minmax(130px, 1.3fr)', show: (row) => <span className={css.two}><button type="button" style={{ all: 'unset', cursor: 'pointer', color: 'var(--colorBrandForegroundLink)' }} onClick={() => setOpen(row)} title={row.principalName}>{row.principalName}</button><span title={row.userName ?? undefined}>{[row.userName, row.department].filter(Boolean).join(' · ')}</span></span> },
          { id: 'one', label: 'Holds', width: 'minmax(120px, 1.2fr)', show: (row) => <span className={css.two}><span title={row.packageName}>{row.packageName}</span><span title={row.one.join('\n')}>{row.one[0]}</span></span> },
          { id: 'other', label: 'And', width: 'minmax(120px, 1.2fr)', show: (row) => <span className={css.two}><span title={row.otherName}>{row.otherName}</span><span title={row.other.join('\n')}>{row.other[0]}</span></span> },
          { id: 'why', label: 'Why not both', width: 'minmax(110px, 1.2fr)', show: (row) => <span title={row.reason}>{row.reason}</span> },
          { id: 'since', label: status === 'ended' ? 'Ended' : 'Found', width: '104px', show: (row) => <Moment at={status === 'ended' ? row.endedAt : row.foundAt} day /> },
          { id: 'exception', label: 'Exception', width: '132px', show: (row) => row.exception === null ? <span className="quiet">None</span>
            : row.exceptionState === 'approved' ? <span className={css.two}><StateBadge tone="good">Approved</StateBadge><span>until <Moment at={row.exceptionUntil} day /></span></span> : <StateBadge tone="warn">Proposed</StateBadge> },
        ]}
      />
      {open && <ConflictDialog row={open} onClose={() => setOpen(null)} />}
    </>
  );
}
