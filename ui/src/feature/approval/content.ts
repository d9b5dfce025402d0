import type { ApprovalDecision, ApprovalPacketRow } from '../../api/operations';
import type { Tone } from '../../shared/badge';

/** What a packet says of a request, as the format has it. */
export interface Content {
  stages: number;
  kind: string;
  package: string;
  description?: string;
  policy: string;
  requestor: string;
  target: string;
  justification?: string;
  questions?: { text: string; answer: string }[];
  startsAt?: string;
  endsAt?: string;
  escalated?: boolean;
  reason: string;
  justified: boolean;
  earlier?: { stage: number; decision: ApprovalDecision; by: string; at: string; justification?: string }[];
}

/** The content of a row; the program that wrote it has checked it. */
export const contentOf = (row: { content: unknown }): Content => row.content as Content;

/** How far a request is that came in a packet. */
export function farText(row: { decision: ApprovalDecision | null; returned: boolean; gone: boolean }): string {
  if (row.returned) return 'Returned';
  if (row.decision !== null) return 'To return';
  return row.gone ? 'Not asked any more' : 'Waits for you';
}

/** How a packet of approvals stands, in words. */
export function packetStanding(row: Pick<ApprovalPacketRow, 'supersededBy' | 'answeredCount' | 'approvalCount' | 'returnCount' | 'waitingCount'>): { word: string; tone: Tone } {
  if (row.answeredCount >= row.approvalCount) return { word: 'Returned', tone: 'good' };
  if (row.supersededBy !== null) return { word: 'Superseded', tone: 'quiet' };
  if (row.waitingCount === 0) return { word: 'Over', tone: 'quiet' };
  return row.returnCount > 0 ? { word: 'In part', tone: 'busy' } : { word: 'Out', tone: 'warn' };
}
