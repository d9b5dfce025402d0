import { Button } from '@fluentui/react-components';
import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle';
import { CircleRegular } from '@fluentui/react-icons/svg/circle';
import { Link, type LinkProps, useNavigate } from '@tanstack/react-router';
import { useNow, useStore } from '../../app/store';
import type { DirectoryView, ReviewLine } from '../../api/contract';
import { useRead } from '../../api/query';
import { ageText, daysBetween } from '../../shared/date';
import { count, formatNumber, formatShare } from '../../shared/number';
import { Card, Figure, Figures, Page } from '../../shared/page';
import { ProblemBanner } from '../../shared/problem';
import { Loading, PartBar } from '../../shared/progress';
import { WaitingForSignature } from '../acknowledgement/Waiting';
import { peopleOf } from '../directory/words';
import { StatusBadge } from '../review/StatusBadge';
import { Entries } from './Entries';
import css from './home.module.css';

/** Reviews shown here; the list has them all. */
const SHOWN = 8;

export default function Home() {
  const { actor, organization } = useStore();
  const now = useNow();
  const reviews = useRead('review.list', { offset: 0, limit: 50 });
  const directories = useRead('directory.list', {});
  const problem = reviews.error ?? directories.error;
  if (problem) return <Page title="Overview"><ProblemBanner problem={problem} /></Page>;
  if (!reviews.data || !directories.data) return <Loading label="Reading" />;
  const { rows, total } = reviews.data;
  const open = rows.filter((row) => row.status === 'InProgress');
  const late = open.filter((row) => row.dueAt !== null && new Date(row.dueAt) < now).length;
  const mine = rows.filter((row) => row.mineUndecided > 0 && row.status === 'InProgress');
  const waiting = mine.reduce((sum, row) => sum + row.mineUndecided, 0);
  const synced = directories.data.map((one) => one.syncedAt).filter((at) => at !== null).sort()[0];
  const people = directories.data.reduce((sum, one) => sum + (one.certificate ? peopleOf(one.certificate) : 0), 0);
  return (
    <Page title="Overview" lead={`${organization}, as ${actor.displayName} sees it.`}>
      {actor.administrator && <FirstSteps directories={directories.data} reviews={rows} />}
      {mine.length > 0 && <Mine rows={mine} />}
      <WaitingForSignature />
      {actor.principal !== null && <Entries />}
      <Figures>
        <Figure label="Waiting for you" value={formatNumber(waiting)} tone={waiting > 0 ? 'warn' : undefined} note={count(mine.length, 'review')} />
        <Figure label="Reviews in progress" value={formatNumber(open.length)} note={late > 0 ? `${formatNumber(late)} past the due date` : 'none is late'} tone={late > 0 ? 'warn' : undefined} />
        {(actor.administrator || actor.complianceOfficer) && <Figure label="People" value={formatNumber(people)} note={count(directories.data.length, 'directory', 'directories')} />}
        <Figure label="Directory as of" value={synced ? ageText(new Date(synced), now) : '–'} tone={synced && daysBetween(new Date(synced), now) >= 7 ? 'warn' : undefined} note={synced ? 'the last snapshot' : 'not synced yet'} />
      </Figures>
      {rows.length > 0 && (
        <Card title="Reviews" aside={<Link to="/reviews">{total > SHOWN ? `All ${count(total, 'review')}` : 'All reviews'}</Link>}>
          <ul className={css.rows}>
            {rows.slice(0, SHOWN).map((row) => (
              <li key={row.instance}>
                <Link to="/reviews/$review" params={{ review: row.review }} search={{ instance: row.instance }} className="ellipsis" title={row.displayName}>{row.displayName}</Link>
                <span><StatusBadge status={row.status} /></span>
                <PartBar label={`${row.displayName}, decided`} parts={[{ label: 'Decided', value: row.itemCount - row.undecided, tone: 'good' }, { label: 'Undecided', value: row.undecided, tone: 'open' }]} />
                <span className="number quiet">{row.itemCount > 0 ? formatShare(row.itemCount - row.undecided, row.itemCount) : '–'}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </Page>
  );
}

function Mine({ rows }: { rows: ReviewLine[] }) {
  const now = useNow();
  const go = useNavigate();
  return (
    <Card title="Waiting for your decision">
      <ul className={css.mine}>
        {rows.map((row) => (
          <li key={row.instance}>
            <span className={css.mineText}>
              <span className="ellipsis" title={row.displayName}>{row.displayName}</span>
              <span className="quiet number">{formatNumber(row.mineUndecided)} of {formatNumber(row.mine)} items{row.dueAt && `, due ${ageText(new Date(row.dueAt), now)}`}</span>
            </span>
            <Button appearance="primary" onClick={() => void go({ to: '/reviews/$review/items', params: { review: row.review }, search: { instance: row.instance } })}>Decide</Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

interface Step { done: boolean; title: string; text: string; to: LinkProps['to']; action: string }

/** Shown until the first review has ended: the way from nothing to evidence. */
function FirstSteps({ directories, reviews }: { directories: DirectoryView[]; reviews: ReviewLine[] }) {
  const go = useNavigate();
  const ended = reviews.some((row) => !['NotStarted', 'InProgress'].includes(row.status));
  const steps: Step[] = [
    { done: directories.length > 0, title: 'Connect a directory', text: 'An LDAP server, with an account that may read.', to: '/directories/add', action: 'Connect' },
    { done: directories.some((one) => one.snapshot !== null), title: 'Sync it', text: 'The first snapshot comes with its population certificate.', to: '/directories', action: 'Go to directories' },
    { done: reviews.length > 0, title: 'Make a review', text: 'Choose groups, who decides, and what silence means.', to: '/reviews/new', action: 'New review' },
    { done: reviews.some((row) => row.status !== 'NotStarted'), title: 'Start it and let its people decide', text: 'The population is frozen at the start.', to: '/reviews', action: 'Go to reviews' },
    { done: ended, title: 'Carry out the result and export the evidence', text: 'The plan is shown first; each removal is read again afterwards.', to: '/reviews', action: 'Go to reviews' },
  ];
  if (ended) return null;
  const next = steps.findIndex((step) => !step.done);
  return (
    <Card title="From here to the first evidence">
      <ol className={css.steps}>
        {steps.map((step, at) => (
          <li key={step.title} data-next={at === next}>
            {step.done ? <CheckmarkCircleFilled fontSize={20} color="var(--colorStatusSuccessForeground1)" aria-label="Done" /> : <CircleRegular fontSize={20} aria-label="To do" />}
            <span className={css.mineText}><span>{step.title}</span>{!step.done && <span className="quiet">{step.text}</span>}</span>
            {at === next && <Button appearance="primary" onClick={() => void go({ to: step.to })}>{step.action}</Button>}
          </li>
        ))}
      </ol>
    </Card>
  );
}
