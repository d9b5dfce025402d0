import { useState } from 'react';
import type { ApprovalDecision, RequestView } from '../../api/operations';
import { ConfirmDialog } from '../../shared/dialog';
import { TextField } from '../../shared/form';
import { targetText } from '../request/words';
import { answerWords, asksReason } from './answer';
import { useAnswer } from './useAnswer';

/** An answer from the request's own page. */
export function AnswerDialog({ view, decision, onClose }: { view: RequestView; decision: ApprovalDecision; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const { run, busy, problem } = useAnswer(view, onClose);
  const required = asksReason(view);
  const atReason = problem?.field === 'justification';
  return (
    <ConfirmDialog
      title={`${answerWords[decision]} this request?`} action={answerWords[decision]} danger={decision === 'deny'} busy={busy || (required && !reason.trim())}
      problem={atReason ? null : problem} onClose={onClose} onConfirm={() => run(decision, reason)}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        <p>{targetText(view)} {decision === 'approve' ? 'gets' : 'does not get'} {view.packageName}{decision === 'approve' && view.stage < view.stageCount ? ', once the later stages approve it too' : ''}.</p>
        <TextField label="Why" required={required} lines={3} value={reason} onChange={setReason} error={atReason ? problem?.message : undefined} />
      </div>
    </ConfirmDialog>
  );
}
