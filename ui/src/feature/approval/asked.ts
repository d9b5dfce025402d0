import type { ApprovalDecision, RequestView } from '../../api/operations';

/** A request as it stands in the list: which it is, and why this person is asked. */
export interface Waiting { request: number; reason: string }

/** An answer that is being given: to which request, and which. */
export interface Asked { row: Waiting; decision: ApprovalDecision }

/** What the pane shows: the request that is being answered, wherever the list has carried it; else the one the keys are on. */
export const inPane = (asked: Asked | null, current: Waiting | undefined): Waiting | undefined => asked?.row ?? current;

/** The answer that is being given to the request that is shown, while it waits for one. */
export const decisionOn = (asked: Asked | null, view: Pick<RequestView, 'request' | 'awaitsMe'>): ApprovalDecision | null =>
  (asked && view.awaitsMe && asked.row.request === view.request ? asked.decision : null);

/** What is left of an answer when a person goes to a row: a half-written one is given up only for another request. */
export const afterPick = (asked: Asked | null, row: Waiting | undefined): Asked | null => (asked?.row.request === row?.request ? asked : null);
