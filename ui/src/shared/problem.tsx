import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ErrorComponentProps } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { toProblem } from '../api/host';
import type { CallProblem } from '../api/contract';
import css from './shared.module.css';

interface Props { problem: CallProblem | null | undefined; retry?: () => void; dismiss?: () => void }

/** What is wrong, in one sentence, and what to do next. */
export function ProblemBanner({ problem, retry, dismiss }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  // It may stand above what was scrolled away, such as the head of a long form whose end was pressed.
  useEffect(() => { if (problem) bar.current?.scrollIntoView({ block: 'nearest' }); }, [problem]);
  if (!problem) return null;
  return (
    <MessageBar ref={bar} intent="error" layout="multiline" role="alert" style={{ scrollMargin: 24 }}>
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
