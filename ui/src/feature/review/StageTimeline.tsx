import { CheckmarkCircleFilled } from '@fluentui/react-icons/svg/checkmark-circle';
import { CircleRegular } from '@fluentui/react-icons/svg/circle';
import { RecordRegular } from '@fluentui/react-icons/svg/record';
import { useNow } from '../../app/store';
import type { InstanceView } from '../../api/contract';
import { Moment } from '../../shared/Moment';
import { ageText } from '../../shared/date';
import { count } from '../../shared/number';
import { Card } from '../../shared/page';
import css from './review.module.css';
import { decisionList, strategySentence } from './words';

type Stage = InstanceView['stages'][number];

/** The stages one after the other: where each stands, its dates, and how many items reached it. */
export function StageTimeline({ instance }: { instance: InstanceView }) {
  return (
    <Card title="Stages">
      <ol className={css.timeline}>
        {instance.stages.map((stage) => <Step key={stage.position} stage={stage} last={stage.position === instance.stageCount} />)}
      </ol>
    </Card>
  );
}

function Step({ stage, last }: { stage: Stage; last: boolean }) {
  const now = useNow();
  const state = stage.status === 'Completed' ? 'done' : stage.status === 'InProgress' ? 'now' : 'later';
  const word = { done: 'Completed', now: 'In progress', later: 'Not started' }[state];
  return (
    <li data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
      <span className={css.stepMark} aria-hidden>{state === 'done' ? <CheckmarkCircleFilled fontSize={20} /> : state === 'now' ? <RecordRegular fontSize={20} /> : <CircleRegular fontSize={20} />}</span>
      <div className={css.step}>
        <b>Stage {stage.position} <span className="quiet">{word}</span></b>
        <span>
          {stage.startedAt && <>From <Moment at={stage.startedAt} day /> </>}
          {stage.endedAt ? <>to <Moment at={stage.endedAt} day />{stage.endedBy && `, ended by ${stage.endedBy}`}</> : stage.dueAt ? <>{stage.startedAt ? 'to' : 'Ends'} <Moment at={stage.dueAt} day /> {state === 'now' && <span className="quiet">({ageText(new Date(stage.dueAt), now)})</span>}</> : count(stage.durationDays, 'day')}
        </span>
        <span className="quiet">
          {stage.itemCount !== null && `${count(stage.itemCount, 'item')}. `}
          {stage.movedCount !== null && !last && `${count(stage.movedCount, 'went', 'went')} on. `}
          {stage.selfReview ? 'Everybody about themselves. ' : stage.strategy !== 'lastAnswer' ? `${strategySentence[stage.strategy] ?? ''} ` : ''}
          {!last && `On goes what is ${decisionList(stage.movesOn)}.`}
        </span>
      </div>
    </li>
  );
}
