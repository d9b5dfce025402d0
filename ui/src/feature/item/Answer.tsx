import { Button } from '@fluentui/react-components';
import { useState } from 'react';
import type { InstanceView } from '../../api/contract';
import { useStore } from '../../app/store';
import { Moment } from '../../shared/Moment';
import { reasonWords, strategySentence } from '../review/words';
import { Glyph } from './Glyph';
import { Part } from './Part';
import { ReleaseDialog } from './ReleaseDialog';
import { answersIn } from './answer';
import css from './detail.module.css';
import { type Decision, type ItemDetail, asDecision, decisionWords } from './words';

function Said({ decision }: { decision: Decision }) {
  return <span className={css.eventWord} data-tone={decision}><Glyph name={decision} />{decisionWords[decision]}</span>;
}

/** One's own answer beside what the answers of all come to, where these are two things. */
export function Outcome({ shown, instance }: { shown: ItemDetail; instance: InstanceView; now: Date }) {
  const stage = instance.stages[shown.stage - 1];
  if (!stage || stage.strategy === 'lastAnswer' || shown.answer === null) return null;
  return (
    <Part title="Where several are asked">
      <div className={css.pair}>
        <span className="quiet">Your answer</span><Said decision={asDecision(shown.answer)} />
        <span className="quiet">Outcome so far</span><Said decision={asDecision(shown.decision)} />
      </div>
      <p className={css.small}>{strategySentence[stage.strategy] ?? stage.strategy}</p>
    </Part>
  );
}

/** What the stages before came to, if the settings show it. */
export function Earlier({ shown, instance, shows }: { shown: ItemDetail; instance: InstanceView; shows: boolean }) {
  const stages = instance.stages.filter((stage) => stage.position < Math.min(instance.stage, shown.stage + 1) && stage.position < shown.stage);
  if (stages.length === 0) return null;
  return (
    <Part title="Earlier stages">
      {shows ? stages.map((stage) => {
        const said = answersIn(shown.events, stage.position);
        return (
          <div key={stage.position} className={css.earlier}>
            <b>Stage {stage.position}</b>
            {said.length === 0 ? <span className="quiet">Nobody answered.</span> : said.map((one) => (
              <span key={one.actor}><Said decision={one.decision} /> <bdi>{one.actor}</bdi>{one.justification && <>: <bdi className="quiet">{one.justification}</bdi></>}</span>
            ))}
          </div>
        );
      }) : <p className="quiet">This review does not show what earlier stages decided.</p>}
    </Part>
  );
}

/** Who is asked, why, and what each answered in the stage that is going on. */
export function Asked({ shown, instance, mayRelease }: { shown: ItemDetail; instance: InstanceView; mayRelease: boolean }) {
  const [releasing, setReleasing] = useState(false);
  const { actor } = useStore();
  const said = new Map(answersIn(shown.events, shown.stage).map((one) => [one.actorId, one]));
  const several = (instance.stages[shown.stage - 1]?.strategy ?? 'lastAnswer') !== 'lastAnswer' || shown.reviewers.length > 1;
  return (
    <Part title="Who is asked">
      {shown.reviewers.length === 0 ? <p className="quiet">Nobody: silence decides at the end.</p> : (
        <ul className={css.asked}>
          {shown.reviewers.map((one) => {
            const answer = said.get(one.principal);
            return (
              <li key={`${one.principal}-${one.reason}`}>
                <bdi>{one.displayName}</bdi> <span className="quiet">{reasonWords[one.reason] ?? one.reason}</span>
                {one.principal === shown.principal && <span className={css.warn}> their own access</span>}
                {several && answer && <span className={css.answer}><Said decision={answer.decision} /> <Moment at={answer.at} day /></span>}
              </li>
            );
          })}
        </ul>
      )}
      {mayRelease && <div><Button size="small" onClick={() => setReleasing(true)}>Let somebody decide who is not independent…</Button></div>}
      {releasing && <ReleaseDialog shown={shown} actor={actor.principal} onClose={() => setReleasing(false)} />}
    </Part>
  );
}
