import type { ApprovalDecision, RequestRow, RequestView } from '../../api/operations';
import { useWrite } from '../../api/query';
import { useTell } from '../../shared/toast';

/** Answers the stage that was seen, and says what came of it. */
export function useAnswer(view: Pick<RequestView, 'request' | 'stage' | 'targetName' | 'packageName'>, onDone: (row: RequestRow) => void) {
  const answer = useWrite('approval.answer');
  const tell = useTell();
  const about = `${view.packageName}, ${view.targetName ?? 'somebody from outside'}`;
  const run = (decision: ApprovalDecision, reason: string) =>
    answer.mutate(
      { request: view.request, decision, stage: view.stage, ...(reason.trim() ? { justification: reason.trim() } : {}) },
      {
        onSuccess: (row) => {
          const next = row.state === 'pendingApproval' ? `Stage ${row.stage} of ${row.stageCount} is asked now.` : row.state === 'scheduled' ? 'It begins on its day.' : undefined;
          tell.done(`${decision === 'approve' ? 'Approved' : 'Denied'}: ${about}.`, decision === 'approve' ? next : undefined);
          onDone(row);
        },
      },
    );
  return { run, busy: answer.isPending, problem: answer.error, reset: answer.reset };
}
