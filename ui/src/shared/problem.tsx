import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { toProblem } from '../api/host';
import type { CallProblem } from '../api/contract';
import css from './shared.module.css';

interface Props { problem: CallProblem | null | undefined; retry?: () => void; dismiss?: () => void }

/** What is wrong, in one sentence, and what to do next. */
export function ProblemBanner({ problem, retry, dismiss }: Props) {
  if (!problem) return null;
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{problem.message}</MessageBarTitle>
        {problem.hint && <span> {problem.hint}</span>}
      </MessageBarBody>
      {(retry || dismiss) && (
        <MessageBarActions>
          {retry && <Button size="small" onClick={retry}>Try again</Button>}
          {dismiss && <Button size="small" appearance="transparent" onClick={dismiss}>Dismiss</Button>}
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

/** A problem that leaves nothing else to show. */
export function ProblemPage({ problem, retry }: Props) {
  return <div className={css.problemPage}><ProblemBanner problem={problem} retry={retry} /></div>;
}

/** A screen that broke: the frame around it stays. */
export function ScreenProblem({ error, reset }: ErrorComponentProps) {
  return <ProblemPage problem={{ ...toProblem(error), hint: 'This screen stopped; the store is not affected.' }} retry={reset} />;
}
