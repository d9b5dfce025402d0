import { Button } from '@fluentui/react-components';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { CallProblem } from '../../api/contract';
import type { ApprovalDecision } from '../../api/operations';
import { ProblemBanner } from '../../shared/problem';
import { answerWords } from './answer';
import css from './approval.module.css';

/** The longest reason the desk takes, in characters. */
const LONGEST = 4000;

interface Props { decision: ApprovalDecision; about: string; required: boolean; busy: boolean; problem: CallProblem | null; onAnswer: (reason: string) => void; onCancel: () => void }

/** The reason and then the answer, without leaving the list: Enter answers, Esc goes back. */
export function ReasonBox({ decision, about, required, busy, problem, onAnswer, onCancel }: Props) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => box.current?.focus(), [decision]);
  function answer() {
    if (busy) return;
    if (required && !reason.trim()) {
      setMissing(true);
      box.current?.focus();
    } else {
      onAnswer(reason);
    }
  }
  function press(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      onCancel();
    } else if (event.target === box.current && event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      answer();
    }
  }
  return (
    <div className={css.box} role="group" aria-labelledby={`${id}-title`} onKeyDown={press}>
      <label id={`${id}-title`} htmlFor={id}><b>{answerWords[decision]}:</b> <bdi>{about}</bdi></label>
      <textarea
        ref={box} id={id} dir="auto" rows={3} maxLength={LONGEST} value={reason} required={required} aria-invalid={missing} aria-describedby={`${id}-hint`}
        placeholder={required ? 'Why' : 'Why, if you want to say it'} onChange={(event) => { setReason(event.target.value); setMissing(false); }}
      />
      <div id={`${id}-hint`} className={css.hint} data-missing={missing} role={missing ? 'alert' : undefined}>
        {missing ? 'This stage asks for a reason.' : 'Enter answers, Shift+Enter starts a line, Esc goes back.'}
      </div>
      <ProblemBanner problem={problem?.field === 'justification' ? null : problem} />
      <div className={css.acts}>
        <Button appearance={decision === 'deny' ? 'secondary' : 'primary'} data-danger={decision === 'deny' || undefined} disabled={busy} onClick={answer}>{answerWords[decision]}</Button>
        <Button onClick={onCancel}>Back</Button>
      </div>
    </div>
  );
}
