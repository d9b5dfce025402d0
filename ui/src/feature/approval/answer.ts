import type { ApprovalDecision, RequestView } from '../../api/operations';

/** The key that begins an answer, while nobody types. */
export function decisionOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'isComposing' | 'repeat'>): ApprovalDecision | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing || event.repeat) return null;
  switch (event.key.toLowerCase()) {
    case 'a': return 'approve';
    case 'd': return 'deny';
    default: return null;
  }
}

/** Whether the stage that is asked wants a reason, as far as the policy in its present version says. */
export function asksReason(view: Pick<RequestView, 'policyRow' | 'policyVersion' | 'stage'>): boolean {
  if (view.policyRow?.version !== view.policyVersion) return false;
  const definition = view.policyRow.definition as { requestApprovalSettings?: { stages?: { isApproverJustificationRequired?: boolean }[] } } | null;
  return definition?.requestApprovalSettings?.stages?.[view.stage - 1]?.isApproverJustificationRequired === true;
}

export const answerWords: Record<ApprovalDecision, string> = { approve: 'Approve', deny: 'Deny' };
