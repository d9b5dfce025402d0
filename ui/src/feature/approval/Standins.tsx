import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useRead, useWrite } from '../../api/query';
import { Moment } from '../../shared/Moment';
import { useTell } from '../../shared/toast';

/** Who answers for me, while somebody does. */
export function Standins() {
  const read = useRead('approval.substitute.list', {});
  const end = useWrite('approval.delegate');
  const tell = useTell();
  const rows = read.data ?? [];
  if (rows.length === 0) return null;
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>Your approvals are handed over.</MessageBarTitle>{' '}
        {rows.map((one, at) => <span key={`${one.to}-${one.from}`}>{at > 0 && '; '}{one.displayName} answers too, <Moment at={one.from} day /> to <Moment at={one.until} day /></span>)}.
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" disabled={end.isPending} onClick={() => end.mutate({}, { onSuccess: () => tell.done('You answer alone again.'), onError: tell.problem })}>Take it back</Button>
      </MessageBarActions>
    </MessageBar>
  );
}
