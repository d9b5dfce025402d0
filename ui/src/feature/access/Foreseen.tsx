import type { PolicyChoice, StageForeseen } from '../../api/operations';
import { Moment } from '../../shared/Moment';
import css from './access.module.css';
import { periodText } from './words';

/** Whom a stage asks, by name where they are known. */
export function askedText(stage: StageForeseen): string {
  const names = stage.approvers.map((one) => one.displayName);
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} or ${names.length - 3} others`;
  if (names.length > 0) return names.join(' or ');
  return stage.relative.length > 0 ? stage.relative.join(' or ') : 'Nobody is known; an administrator is asked';
}

/** Who would be asked and until when it would be had, before anybody asks. */
export function Foreseen({ choice }: { choice: PolicyChoice }) {
  return (
    <>
      <div className={css.part}>
        <h3>Who approves</h3>
        {choice.stages.length === 0 || !choice.needsApproval ? <p>Nobody needs to: it is given at once.</p> : (
          <ol className={css.lines}>
            {choice.stages.map((stage) => (
              <li key={stage.position}>
                {choice.stages.length > 1 && <b>{`Stage ${stage.position}: `}</b>}{askedText(stage)} <span className="quiet">within {periodText(stage.timeOut)}</span>
                {stage.why && <span className="quiet"> {stage.why}</span>}
              </li>
            ))}
          </ol>
        )}
      </div>
      <div className={css.part}>
        <h3>Until</h3>
        <p>{choice.endsAt ? <>At the latest <Moment at={choice.endsAt} day />, if it began today</> : 'It does not end by itself'}</p>
      </div>
    </>
  );
}
