import { Tab, TabList } from '@fluentui/react-components';
import { CalendarLtrRegular } from '@fluentui/react-icons/svg/calendar-ltr';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { StateBadge } from '../../shared/badge';
import { formatDay } from '../../shared/date';
import { Empty } from '../../shared/empty';
import { count, formatNumber } from '../../shared/number';
import { Card, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading } from '../../shared/progress';
import { History } from './History';
import type { Due, DueKind, Month } from './agenda';
import css from './calendar.module.css';
import { useAgenda } from './useAgenda';

const kindWords: Record<DueKind, string> = { start: 'Start', stage: 'Stage', end: 'End', task: 'Task', guest: 'Guest', exception: 'Exception' };
const places: Record<DueKind, '/reviews' | '/tasks' | '/guests' | '/exceptions'> = { start: '/reviews', stage: '/reviews', end: '/reviews', task: '/tasks', guest: '/guests', exception: '/exceptions' };
const monthName = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric', timeZone: 'UTC' });
const monthShort = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
const dateOf = (key: string) => new Date(`${key}-01T00:00:00Z`);

/** What comes in the next twelve months, and what each review came to. */
export default function Calendar() {
  const [tab, setTab] = useState<'coming' | 'past'>('coming');
  return (
    <Page title="Calendar" fill={tab === 'past'} lead={tab === 'coming' ? 'What starts, ends and is due in the next twelve months.' : 'What every run came to, newest first.'}>
      <TabList selectedValue={tab} onTabSelect={(_, change) => setTab(change.value as typeof tab)}>
        <Tab value="coming">Coming</Tab>
        <Tab value="past">History</Tab>
      </TabList>
      {tab === 'coming' ? <Coming /> : <History />}
    </Page>
  );
}

function Coming() {
  const { months, left, leftOther, today, problem, retry } = useAgenda();
  if (problem) return <ProblemBanner problem={problem} retry={retry} />;
  if (!months) return <Loading label="Laying out the year" />;
  const total = months.reduce((sum, month) => sum + month.due.length, 0);
  if (total === 0) return <Empty icon={<CalendarLtrRegular />} title="Nothing is due" text="Reviews with a date, their stages, tasks and exceptions appear here." />;
  return (
    <>
      <Year months={months} />
      {left > 0 && <p className="quiet">The newest 500 runs are looked at; {formatNumber(left)} older ones are not.</p>}
      {leftOther > 0 && <p className="quiet">{formatNumber(leftOther)} more tasks, guests and exceptions are not looked at here; their own lists show them all.</p>}
      {months.filter((month) => month.due.length > 0).map((month) => (
        <div key={month.key} id={`month-${month.key}`} tabIndex={-1} className={css.month}>
          <Card title={monthName.format(dateOf(month.key))} aside={<span className="quiet number">{count(month.due.length, 'date')}</span>}>
            <ul className={css.list}>{month.due.map((one, at) => <Line key={`${one.on}-${one.title}-${one.what}-${at}`} due={one} today={today} />)}</ul>
          </Card>
        </div>
      ))}
    </>
  );
}

/** The year at a glance: a bar a month, which leads to the month. */
function Year({ months }: { months: Month[] }) {
  const most = Math.max(1, ...months.map((month) => month.due.length));
  return (
    <ol className={css.year} aria-label="The year at a glance">
      {months.map((month) => (
        <li key={month.key}>
          <button
            type="button" disabled={month.due.length === 0} title={`${monthName.format(dateOf(month.key))}: ${count(month.due.length, 'date')}`}
            onClick={() => { const found = document.getElementById(`month-${month.key}`); found?.scrollIntoView({ block: 'start' }); found?.focus({ preventScroll: true }); }}
          >
            <b className="number">{month.due.length > 0 ? formatNumber(month.due.length) : ''}</b>
            <i aria-hidden style={{ height: `${Math.round((month.due.length / most) * 44)}px` }} />
            <span>{monthShort.format(dateOf(month.key))}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

function Line({ due, today }: { due: Due; today: string }) {
  return (
    <li>
      <time dateTime={due.on} className="number">{formatDay(due.on)}{due.on === today && <span className="quiet"> today</span>}</time>
      <span className={css.kind} data-kind={due.kind}>{kindWords[due.kind]}</span>
      <span className={css.what}>
        {due.review !== undefined
          ? <Link to="/reviews/$review" params={{ review: due.review }} search={due.instance !== undefined ? { instance: due.instance } : {}} className="ellipsis" title={due.title}>{due.title}</Link>
          : <Link to={places[due.kind]} className="ellipsis" title={due.title}>{due.title}</Link>}
        {due.what && <span className="quiet">{due.what}{due.expected && ', expected'}</span>}
      </span>
      {due.late && <StateBadge tone="warn">Late</StateBadge>}
    </li>
  );
}
