import { Link } from '@tanstack/react-router';
import { ChevronRightRegular } from '@fluentui/react-icons/svg/chevron-right';
import { memo } from 'react';
import type { InstanceView } from '../../api/contract';
import { useRead } from '../../api/query';
import { ageText, daysBetween, formatDay, formatMoment } from '../../shared/date';
import { count, formatNumber, formatShare } from '../../shared/number';
import { PartBar } from '../../shared/progress';
import { FromPacket } from '../inbox/FromPacket';
import { StatusBadge } from '../review/StatusBadge';
import { partsOf } from '../review/words';
import css from './desk.module.css';
import type { Filter } from './list';
import { isOpen } from './words';

interface Props { instance: InstanceView; scope: Filter; now: Date }

/** Which review, until when, how far, and as of when the people are. */
export const Head = memo(function Head({ instance, scope, now }: Props) {
  return (
    <header className={css.head}>
      <div className={css.title}>
        <nav aria-label="Breadcrumb" className={css.crumb}>
          <Link to="/reviews">Reviews</Link><ChevronRightRegular fontSize={12} aria-hidden />
          <Link to="/reviews/$review" params={{ review: instance.review }} search={{ instance: instance.instance }} className="ellipsis"><bdi>{instance.displayName}</bdi></Link><ChevronRightRegular fontSize={12} aria-hidden />
        </nav>
        <div className={css.titleRow}>
          <h1 className="ellipsis" title={instance.displayName}><bdi>{instance.displayName}</bdi></h1>
          {!isOpen(instance.status) && <StatusBadge status={instance.status} />}
        </div>
        <div className={css.meta}>
          {instance.stageCount > 1 && <StageOf instance={instance} />}
          {isOpen(instance.status) && <Due dueAt={instance.stages[instance.stage - 1]?.dueAt ?? instance.dueAt} now={now} />}
          {instance.snapshotAt && (
            <span title={formatMoment(instance.snapshotAt)}>People as of {formatDay(instance.snapshotAt)} ({ageText(new Date(instance.snapshotAt), now)}); works without a network</span>
          )}
          {!instance.snapshotAt && instance.startedAt && <FromPacket instance={instance.instance} />}
        </div>
        {instance.descriptionForReviewers && <p className={css.lead} title={instance.descriptionForReviewers} dir="auto">{instance.descriptionForReviewers}</p>}
      </div>
      <Progress instance={instance.instance} scope={scope} />
    </header>
  );
});

/** Which stage, and the dots of all of them; each says its dates when asked. */
function StageOf({ instance }: { instance: InstanceView }) {
  return (
    <span className={css.stage}>
      <b>Stage {instance.stage} of {instance.stageCount}</b>
      {instance.stages.map((stage) => (
        <i key={stage.position} aria-hidden data-state={stage.position < instance.stage || stage.status === 'Completed' ? 'done' : stage.position === instance.stage ? 'now' : 'later'} title={`Stage ${stage.position}: ${stage.startedAt ? `from ${formatDay(stage.startedAt)} ` : ''}${stage.endedAt ? `until ${formatDay(stage.endedAt)}` : stage.dueAt ? `until ${formatDay(stage.dueAt)}` : ''}`} />
      ))}
    </span>
  );
}

function Due({ dueAt, now }: { dueAt: string | null; now: Date }) {
  if (!dueAt) return null;
  const days = daysBetween(now, new Date(dueAt));
  const late = new Date(dueAt) < now;
  const words = late ? 'overdue' : days === 0 ? 'less than a day left' : `${count(days, 'day')} left`;
  return <span className={css.due} data-late={late || days < 2} title={formatMoment(dueAt)}>Due {formatDay(dueAt)}, {words}</span>;
}

/** How far this person is. It reads for itself, so that a decision draws this and not the whole screen. */
function Progress({ instance, scope }: { instance: number; scope: Filter }) {
  const tally = useRead('item.list', { instance, filter: scope, offset: 0, limit: 0 }, { keep: true }).data?.count;
  if (!tally) return null;
  const mine = scope.reviewer !== undefined;
  const decided = tally.total - tally.notReviewed;
  return (
    <div className={css.progress}>
      <div className={css.figures}>
        <span><b className="number">{formatNumber(decided)}</b> of {formatNumber(tally.total)} {mine ? 'of yours ' : ''}decided</span>
        <span className="number">{formatShare(decided, tally.total)}</span>
      </div>
      <PartBar label={mine ? 'Your decisions' : 'All decisions'} parts={partsOf(tally)} />
      <span className={css.left}>{tally.notReviewed === 0 ? 'Nothing is left to decide' : `${count(tally.notReviewed, 'item')} left`}</span>
    </div>
  );
}
