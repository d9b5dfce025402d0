import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useStore } from '../../app/store';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { count, formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';
import { useTell } from '../../shared/toast';

/** Runs of automatic policies that would take the package from many, and wait for a second person. */
export function Holds({ package: id }: { package: number }) {
  const read = useRead('policy.hold.list', {});
  const countersign = useWrite('policy.countersign');
  const { actor } = useStore();
  const tell = useTell();
  const holds = (read.data ?? []).filter((one) => one.package === id);
  return (
    <>
      {holds.map((one) => (
        <MessageBar key={one.hold} intent={one.signedAt ? 'info' : 'warning'} layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{one.signedAt ? `“${one.policyName}” is countersigned by ${one.signedBy ?? 'a second person'}; the next run does it.` : `“${one.policyName}” waits for a second signature.`}</MessageBarTitle>
            {' '}It would take the package from {count(one.removals, 'person', 'people')} of {formatNumber(one.holders)} who have it by the rule. Held <Moment at={one.heldAt} />, caused by {one.causedBy}.
          </MessageBarBody>
          {!one.signedAt && actor.administrator && <MessageBarActions><Button disabled={countersign.isPending} onClick={() => countersign.mutate({ policy: one.policy }, { onSuccess: () => tell.done('The run is countersigned.') })}>Countersign</Button></MessageBarActions>}
        </MessageBar>
      ))}
      <ProblemBanner problem={countersign.error} dismiss={countersign.reset} />
    </>
  );
}
