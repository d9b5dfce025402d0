import type { Answer, CallProblem, DeskEvent } from './contract';

/** A way to the desk: the window's own, or a development server. One of them is chosen at the start. */
export interface Host {
  /** Calls one operation by its name; rejects with a {@link CallProblem}. */
  call(name: string, input: unknown): Promise<Answer<unknown>>;
  /** Hears what the desk pushes, until the returned function is called. */
  listen(hear: (event: DeskEvent) => void): Promise<() => void>;
  /** Lets the person choose a place; null when they changed their mind or there is no such dialog. */
  chooseFile: ((question: FileQuestion) => Promise<string | null>) | null;
}

export interface FileQuestion {
  title: string;
  mode: 'open' | 'save' | 'folder';
  suggested?: string;
  filters?: { name: string; extensions: string[] }[];
}

let chosen: Host | null = null;

export function setHost(host: Host): void {
  chosen = host;
}

export function host(): Host {
  if (!chosen) throw new Error('The host is chosen before anything is called.');
  return chosen;
}

/** Whatever was thrown, as the problem a person can read. */
export function toProblem(thrown: unknown): CallProblem {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) {
    const found = thrown as Partial<CallProblem>;
    return {
      code: found.code ?? null,
      message: String(found.message),
      hint: found.hint ?? null,
      field: found.field ?? null,
    };
  }
  return { code: null, message: String(thrown), hint: null, field: null };
}
