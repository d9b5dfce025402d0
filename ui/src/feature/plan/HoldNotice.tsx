import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useStore } from '../../app/store';
import type { PlanView } from '../../api/contract';
import { useWrite } from '../../api/query';
import { count } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { holdSentence } from './words';

/** Reasons shown at once; the rest is counted. */
const SHOWN = 5;

/** The threshold was reached: what it is about, and the second signature. */
export function HoldNotice({ plan }: { plan: PlanView }) {
  const countersign = useWrite('plan.countersign');
  const { actor } = useStore();
  const more = plan.holds.length - SHOWN;
  return (
    <>
      <MessageBar intent={plan.held ? 'warning' : 'info'} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{plan.held ? 'This plan waits for a second signature.' : `Countersigned by ${plan.countersignedBy ?? 'a second person'}.`}</MessageBarTitle>
          <ul style={{ listStyle: 'disc', paddingLeft: 20 }}>
            {plan.holds.slice(0, SHOWN).map((hold) => <li key={holdSentence(hold)}>{holdSentence(hold)}</li>)}
            {more > 0 && <li>{count(more, 'more reason')}</li>}
          </ul>
        </MessageBarBody>
        {plan.held && actor.administrator && (
          <MessageBarActions><Button disabled={countersign.isPending} onClick={() => countersign.mutate({ plan: plan.plan })}>Countersign</Button></MessageBarActions>
        )}
      </MessageBar>
      <ProblemBanner problem={countersign.error} dismiss={countersign.reset} />
    </>
  );
}
