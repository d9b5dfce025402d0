import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { CallProblem, Output } from '../../api/contract';
import { count } from '../../shared/number';
import { ProblemBanner } from '../../shared/problem';

interface Props { result: Output<'audit.verify'> | CallProblem; onDismiss: () => void }

export function VerifyResult({ result, onDismiss }: Props) {
  if (!('valid' in result)) return <ProblemBanner problem={result} dismiss={onDismiss} />;
  return (
    <MessageBar intent={result.valid ? 'success' : 'error'} layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{result.valid ? `All ${count(result.entries, 'entry', 'entries')} are as they were written.` : 'The log was changed.'}</MessageBarTitle>{' '}
        {result.finding ?? <>The head is <span className="mono">{result.head}</span></>}
      </MessageBarBody>
      <MessageBarActions><Button size="small" appearance="transparent" onClick={onDismiss}>Dismiss</Button></MessageBarActions>
    </MessageBar>
  );
}
