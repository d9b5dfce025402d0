import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { CallProblem, Output } from '../../api/contract';
import { count, formatNumber } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';

interface Props { result: Output<'audit.verify'> | CallProblem; onDismiss: () => void }

export function VerifyResult({ result, onDismiss }: Props) {
  if (!('valid' in result)) return <ProblemBanner problem={result} dismiss={onDismiss} />;
  return (
    <MessageBar intent={result.valid ? 'success' : 'error'} layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{result.valid ? `All ${count(result.entries, 'entry', 'entries')} are as they were written.` : result.rollback ? 'The log is whole, and not the one that is remembered.' : 'The log was changed.'}</MessageBarTitle>{' '}
        {result.finding ?? <>{result.checkpoints > 0 && `${count(result.checkpoints, 'checkpoint', 'checkpoints')} compared. `}The root is <span className="mono">{result.root}</span></>}
        {result.clockBack.slice(0, 3).map((back) => <div key={back.entry}>{back.note}</div>)}
        {result.clockBackTotal > 3 && <div>The clock was set back {formatNumber(result.clockBackTotal)} times in all.</div>}
      </MessageBarBody>
      <MessageBarActions><Button size="small" appearance="transparent" onClick={onDismiss}>Dismiss</Button></MessageBarActions>
    </MessageBar>
  );
}
