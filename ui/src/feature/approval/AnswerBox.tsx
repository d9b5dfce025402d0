import type { ApprovalDecision, RequestView } from '../../api/operations';
import { targetText } from '../request/words';
import { ReasonBox } from './ReasonBox';
import { asksReason } from './answer';
import { useAnswer } from './useAnswer';

interface Props { view: RequestView; decision: ApprovalDecision; onDone: () => void; onCancel: () => void }

/** Answers the stage that was seen, at the desk. */
export function AnswerBox({ view, decision, onDone, onCancel }: Props) {
  const { run, busy, problem } = useAnswer(view, onDone);
  return (
    <ReasonBox
      decision={decision} about={`${targetText(view)}, ${view.packageName}`} required={asksReason(view) || problem?.field === 'justification'} busy={busy} problem={problem}
      onAnswer={(reason) => run(decision, reason)} onCancel={onCancel}
    />
  );
}
