/** One row that is not as it was handed out, or cannot be taken in. */
export interface RowProblem { row: number | null; item: number | null; kind: string; what: string }

/** What one row would decide. */
export interface PreviewRow { row: number; item: number; person: string; access: string; decision: string; justification: string }

/** What a look at a workbook, or taking it in, came to. */
export interface WorkbookSum {
  workbook: string; instance: number; reviewer: number; name: string; stage: number;
  rows: number; answered: number; decided: number; same: number; open: number;
  problems: RowProblem[]; problemTotal: number;
  /** Of a look alone: how many of each decision, and the first of them. */
  would: Record<string, number>; preview: PreviewRow[];
}

export const problemWords: Record<string, string> = {
  edited: 'Changed', added: 'Added', missing: 'Missing', twice: 'Doubled', unclear: 'Unclear', refused: 'Refused',
};

/** Decisions that a look says would be taken. */
export const wouldDecide = (sum: WorkbookSum): number => Object.values(sum.would).reduce((all, one) => all + one, 0);
