import { Button } from '@fluentui/react-components';
import { CalendarCheckmarkRegular } from '@fluentui/react-icons/svg/calendar-checkmark';
import { ChevronLeftRegular } from '@fluentui/react-icons/svg/chevron-left';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useNow } from '../../app/store';
import type { CoverageState } from '../../api/operations';
import { usePages } from '../../api/pages';
import { useRead } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { StateBadge } from '../../shared/badge';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { Card, Figure, Figures, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { Table } from '../../shared/table';
import { PeriodDialog } from '../evidence/PeriodDialog';
import { OscalDialog } from './OscalDialog';
import { Strip } from './Strip';
import css from './compliance.module.css';
import { kindWords, severityWords, stateWords } from './words';

const states: CoverageState[] = ['inTime', 'late', 'missing', 'running', 'notYetDue'];

/** What had to be reviewed when, was it, and what stands open. */
export default function Overview() {
  const [year, setYear] = useState(useNow().getUTCFullYear());
  const [exporting, setExporting] = useState<'oscal' | 'period' | null>(null);
  const today = useNow().toISOString().slice(0, 10);
  const [from, to] = [`${year}-01-01`, `${year}-12-31`];
  const whole = useRead('control.coverage', { from, to, offset: 0, limit: 1 }, { keep: true });
  const periods = whole.data?.periods;
  return (
    <Page
      title="Compliance" lead="What the organization has promised to review, whether it was done in time, and what stands open."
      actions={(
        <>
          <Button onClick={() => setExporting('period')}>Evidence of the period…</Button>
          <Button disabled={!whole.data?.total} onClick={() => setExporting('oscal')}>Export as OSCAL…</Button>
        </>
      )}
    >
      <ProblemBanner problem={whole.error} retry={() => void whole.refetch()} />
      {periods && whole.data && whole.data.total > 0 && (
        <Figures>
          <Figure label={`Periods in ${year}`} value={formatNumber(states.reduce((sum, state) => sum + periods[state], 0))} note={count(whole.data.total, 'control')} />
          <Figure label="In time" value={formatNumber(periods.inTime)} tone="good" />
          <Figure label="Late" value={formatNumber(periods.late)} tone={periods.late ? 'warn' : undefined} />
          <Figure label="Missing" value={formatNumber(periods.missing)} tone={periods.missing ? 'bad' : undefined} />
          <Figure label="Running" value={formatNumber(periods.running)} />
          <Figure label="Not yet due" value={formatNumber(periods.notYetDue)} />
        </Figures>
      )}
      <Card
        title="Coverage"
        aside={(
          <div className={css.year}>
            <Button size="small" appearance="subtle" icon={<ChevronLeftRegular />} aria-label={`To ${year - 1}`} disabled={year <= 1901} onClick={() => setYear(year - 1)} />
            <span className="number" aria-live="polite">{year}</span>
            <Button size="small" appearance="subtle" icon={<ChevronRightRegular />} aria-label={`To ${year + 1}`} disabled={year >= 8999} onClick={() => setYear(year + 1)} />
          </div>
        )}
      >
        <Matrix key={year} from={from} to={to} />
      </Card>
      <div className={css.sides}>
        <Findings />
        <Due />
      </div>
      {exporting === 'oscal' && <OscalDialog from={from} to={to} onClose={() => setExporting(null)} />}
      {exporting === 'period' && <PeriodDialog from={from} to={to > today && from <= today ? today : to} onClose={() => setExporting(null)} />}
    </Page>
  );
}

function Matrix({ from, to }: { from: string; to: string }) {
  const pages = usePages('control.coverage', { from, to });
  const go = useNavigate();
  if (pages.total === null) return pages.problem ? <ProblemBanner problem={pages.problem} retry={pages.retry} /> : <Loading label="Looking at the calendar" />;
  if (pages.total === 0) {
    return (
      <Empty icon={<CalendarCheckmarkRegular />} title="No control yet" text="A control says what has to be reviewed how often, who answers for it, and which requirement of a framework it meets.">
        <Button appearance="primary" onClick={() => void go({ to: '/controls/new' })}>Make a control</Button>
      </Empty>
    );
  }
  return (
    <>
      <div className={css.legend}>{states.map((state) => <span key={state}>{stateWords[state].icon}{stateWords[state].word}</span>)}</div>
      <Table
        label="Coverage by control and period" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={56} upTo={9}
        onOpen={(row) => void go({ to: '/controls/$control', params: { control: row.control } })}
        columns={[
          { id: 'control', label: 'Control', width: 'minmax(140px, 220px)', show: (row) => <span className={css.two}><Link to="/controls/$control" params={{ control: row.control }} title={`${row.code} ${row.name}`}>{row.code}</Link><span title={row.name}>{row.name}</span></span> },
          { id: 'periods', label: 'Periods, January to December', width: 'minmax(420px, 1fr)', show: (row) => <Strip control={row.control} cells={row.cells} from={from} to={to} /> },
        ]}
      />
    </>
  );
}

function Findings() {
  const read = useRead('finding.list', { offset: 0, limit: 1 });
  const shown = read.data?.counts.filter((one) => one.count > 0) ?? [];
  return (
    <Card title="Open findings" aside={<Link to="/findings">All findings</Link>}>
      <ProblemBanner problem={read.error} retry={() => void read.refetch()} />
      {!read.data ? !read.error && <Loading label="Looking for findings" /> : shown.length === 0 ? <p className="quiet">None. Nothing that this program looks for stands open.</p> : (
        <div className={css.counts}>
          {shown.map((one) => (
            <Link key={one.kind} to="/findings" search={{ kind: one.kind }} className={css.count}>
              <span><StateBadge tone={severityWords[one.severity].tone}>{severityWords[one.severity].word}</StateBadge></span>
              <span className="ellipsis" title={kindWords[one.kind]}>{kindWords[one.kind]}</span>
              <strong className="number">{formatNumber(one.count)}</strong>
            </Link>
          ))}
        </div>
      )}
    </Card>
  );
}

function Due() {
  const pages = usePages('control.calendar', { days: 90 });
  const go = useNavigate();
  return (
    <Card title="Due in the next 90 days">
      <ProblemBanner problem={pages.problem} retry={pages.retry} />
      {pages.total === null ? !pages.problem && <Loading label="Looking at the calendar" /> : pages.total === 0 ? <p className="quiet">Nothing comes due.</p> : (
        <Table
          label="What comes due" total={pages.total} rowAt={pages.rowAt} onRange={pages.onRange} rowHeight={48} upTo={6} onOpen={(row) => void go({ to: '/controls/$control', params: { control: row.control } })}
          columns={[
            { id: 'control', label: 'Control', width: 'minmax(100px, 1fr)', show: (row) => <span className={css.two}><Link to="/controls/$control" params={{ control: row.control }} title={row.name}>{row.code}</Link><span title={row.ownerName}>{row.ownerName}</span></span> },
            { id: 'state', label: 'State', width: '116px', show: (row) => <StateBadge tone={stateWords[row.state].tone} icon={stateWords[row.state].icon}>{stateWords[row.state].word}</StateBadge> },
            { id: 'until', label: 'In time until', width: '124px', show: (row) => <span className={css.two}><Moment at={row.lastOn} day /><span>{row.daysLeft === 0 ? 'today' : `in ${count(row.daysLeft, 'day')}`}</span></span> },
          ]}
        />
      )}
    </Card>
  );
}
