import { Button, Tab, TabList } from '@fluentui/react-components';
import { ScalesRegular } from '@fluentui/react-icons/svg/scales';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { DisputeRow } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useStore } from '../../app/store';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count } from '../../shared/number';
import { Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { asDecision, decisionWords } from '../item/words';
import css from '../inbox/inbox.module.css';
import { ApprovalDisputes } from './ApprovalDisputes';
import { RequestDisputes } from './RequestDisputes';
import { SettleDialog } from './SettleDialog';
import { TakeInDialog } from './TakeInDialog';
import { reasonWords, settlementWords } from './words';

/** Answers that came in packets and were not taken as they came: none is dropped, none taken silently. */
export default function DisputeList() {
  const [tab, setTab] = useState<'open' | 'all' | 'approvals' | 'requests'>('open');
  const [open, setOpen] = useState<DisputeRow | null>(null);
  const [taking, setTaking] = useState(false);
  const pages = usePages('dispute.list', { filter: { settled: tab === 'all' } });
  const { actor } = useStore();
  const go = useNavigate();
  const take = actor.administrator ? (
    <>
      <Button onClick={() => void go({ to: '/workbooks' })}>Take a workbook in…</Button>
      <Button appearance="primary" onClick={() => setTaking(true)}>Take answers in…</Button>
    </>
  ) : undefined;
  return (
    <Page title="Returned answers" fill lead="Answers that reviewers returned as files. What could not be taken as it came waits here until somebody settles it." actions={take}>
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(change.value as typeof tab)}>
        <Tab value="open">To settle</Tab>
        <Tab value="all">All disputes</Tab>
        <Tab value="approvals">Of approvals</Tab>
        <Tab value="requests">Of requests</Tab>
      </TabList>
      {tab === 'approvals' ? <ApprovalDisputes /> : tab === 'requests' ? <RequestDisputes /> : (
        <>
          <ProblemBanner problem={pages.problem} retry={pages.retry} />
          {pages.total === null ? !pages.problem && <Loading label="Reading the disputes" /> : pages.total === 0 ? (
            <Empty icon={<ScalesRegular />} title={tab === 'open' ? 'Nothing to settle' : 'There was no dispute'} text="An answer that is late, that two devices gave differently, or that a revoked device signed is listed here." />
          ) : (
            <Table
              key={tab} label={count(pages.total, 'dispute')} total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={60} onOpen={setOpen}
              columns={[
                {
                  id: 'what', label: 'Access', width: 'minmax(140px, 1.6fr)', show: (row) => (
                    <span className={css.two}>
                      <span className="ellipsis" title={row.principalName ?? undefined}>{row.principalName ?? `Item ${String(row.originItem)}`}</span>
                      <span className="quiet ellipsis" title={row.resourceName ?? row.reviewName}>{row.resourceName ?? row.reviewName}</span>
                    </span>
                  ),
                },
                {
                  id: 'who', label: 'Answer', width: 'minmax(110px, 1fr)', show: (row) => (
                    <span className={css.two}><b>{decisionWords[asDecision(row.decision)]}</b><span className="quiet ellipsis" title={row.reviewerName}>{row.reviewerName}</span></span>
                  ),
                },
                { id: 'why', label: 'Why it waits', width: 'minmax(150px, 2fr)', show: (row) => <span className={css.two}><span className="ellipsis" title={reasonWords[row.reason]}>{reasonWords[row.reason] ?? row.reason}</span><span className="quiet ellipsis" title={row.detail}>{row.detail}</span></span> },
                { id: 'at', label: 'Arrived', width: '112px', show: (row) => <Moment at={row.arrivedAt} day /> },
                ...(tab === 'all' ? [{ id: 'settled', label: 'Settled', width: '104px', show: (row: DisputeRow) => { const is = settlementWords[row.settlement ?? '']; return is ? <StateBadge tone={is.tone}>{is.word}</StateBadge> : <StateBadge tone="warn">Open</StateBadge>; } }] : []),
                { id: 'do', label: '', width: '88px', align: 'end', show: (row) => <Button size="small" onClick={() => setOpen(row)}>{row.settlement === null && actor.administrator ? 'Settle…' : 'Show'}</Button> },
              ]}
            />
          )}
        </>
      )}
      {open && <SettleDialog dispute={open} onClose={() => setOpen(null)} />}
      {taking && <TakeInDialog onClose={() => setTaking(false)} />}
    </Page>
  );
}
