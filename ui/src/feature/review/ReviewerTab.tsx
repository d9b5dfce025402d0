import { Button } from '@fluentui/react-components';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useStore } from '../../app/store';
import type { InstanceView, ReviewProgress } from '../../api/contract';
import { useRead } from '../../api/query';
import { MOMENT_WIDTH, Moment } from '../../shared/Moment';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { Card } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { NoticeTable } from '../notice/NoticeTable';
import { PacketCard } from '../packet/PacketCard';
import { WorkbookCard } from '../workbook/WorkbookCard';
import { ReassignDialog } from './ReassignDialog';
import { SignalTable } from './SignalTable';
import { reasonWords } from './words';

type Reviewer = ReviewProgress['reviewers'][number];

/** Everybody who is asked, what they were told, who gave what to whom, and how they decide. */
export function ReviewerTab({ instance }: { instance: InstanceView }) {
  const progress = useRead('review.progress', { instance: instance.instance }, { keep: true });
  const { actor } = useStore();
  const [giving, setGiving] = useState<Reviewer | null>(null);
  if (progress.error) return <ProblemBanner problem={progress.error} retry={() => void progress.refetch()} />;
  if (!progress.data) return <Loading label="Reading the reviewers" />;
  const { reviewers } = progress.data;
  const mayGive = actor.administrator && instance.status === 'InProgress' && !(instance.stages[instance.stage - 1]?.selfReview ?? false);
  return (
    <>
      <Card title={`Who is asked (${formatNumber(reviewers.length)})`}>
        {reviewers.length === 0 ? <Empty title="Nobody is asked" text="Silence decides every item at the end." /> : (
          <Table
            label="Reviewers" total={reviewers.length} rowAt={(at) => reviewers[at]} upTo={10} rowHeight={44}
            columns={[
              { id: 'name', label: 'Reviewer', width: 'minmax(160px, 2fr)', show: (row) => <Link to="/principals/$principal" params={{ principal: row.principal }} title={row.displayName}>{row.displayName}</Link> },
              { id: 'why', label: 'Asked as', width: 'minmax(120px, 1.5fr)', show: (row) => row.reasons.map((reason) => reasonWords[reason] ?? reason).join(', ') },
              { id: 'open', label: 'Undecided', width: '96px', align: 'end', show: (row) => `${formatNumber(row.count.notReviewed)} of ${formatNumber(row.count.total)}` },
              { id: 'give', label: 'Act', width: '104px', show: (row) => mayGive && <Button size="small" onClick={() => setGiving(row)} aria-label={`Reassign the items of ${row.displayName}`}>Reassign…</Button> },
            ]}
          />
        )}
      </Card>
      {(actor.administrator || actor.complianceOfficer) && <PacketCard instance={instance.instance} open={instance.status === 'InProgress'} />}
      {(actor.administrator || actor.complianceOfficer) && <WorkbookCard instance={instance.instance} open={instance.status === 'InProgress'} />}
      <Reassigned instance={instance.instance} />
      <NoticeTable instance={instance.instance} open={instance.status === 'InProgress'} />
      <SignalTable instance={instance.instance} />
      {giving && <ReassignDialog instance={instance.instance} from={giving} onClose={() => setGiving(null)} />}
    </>
  );
}

function Reassigned({ instance }: { instance: number }) {
  const read = useRead('review.reassignment.list', { instance });
  if (read.error) return <ProblemBanner problem={read.error} retry={() => void read.refetch()} />;
  const rows = read.data ?? [];
  if (rows.length === 0) return null;
  return (
    <Card title={`Handed over (${count(rows.length, 'time')})`}>
      <Table
        label="Items handed over" total={rows.length} rowAt={(at) => rows[at]} upTo={6} rowHeight={44}
        columns={[
          { id: 'from', label: 'From', width: 'minmax(120px, 1fr)', show: (row) => <span title={row.fromName}>{row.fromName}</span> },
          { id: 'to', label: 'To', width: 'minmax(120px, 1fr)', show: (row) => <span title={row.toName}>{row.toName}</span> },
          { id: 'items', label: 'Items', width: '64px', align: 'end', show: (row) => formatNumber(row.itemCount) },
          { id: 'why', label: 'Why', width: 'minmax(160px, 2fr)', show: (row) => <span title={row.reason}>{row.reason}</span> },
          { id: 'by', label: 'By', width: 'minmax(100px, 1fr)', show: (row) => <span title={row.by}>{row.by}</span> },
          { id: 'at', label: 'When', width: MOMENT_WIDTH, show: (row) => <Moment at={row.at} /> },
        ]}
      />
    </Card>
  );
}
