import type { CallProblem } from '../../../api/contract';

/** What is wrong, by the name of the field it stands beside. */
export type Wrong<Field extends string> = Partial<Record<Field, string>>;

const LEAD = /^The settings of the directory are not usable: /;

/** The setting that a problem of the desk is about, by the name it has in the settings; null where it names none. */
export function settingOf(problem: CallProblem | null | undefined): string | null {
  if (!problem) return null;
  if (problem.field === 'name' || problem.field === 'path' || problem.field === 'secret') return problem.field;
  if (!LEAD.test(problem.message)) return null;
  const rest = problem.message.replace(LEAD, '');
  if (/^(ldaps?:\/\/|the address |the port )/i.test(rest)) return 'url';
  if (/^the (password|client secret|secret)\b/.test(rest)) return 'secret';
  return /^([a-z][A-Za-z]*)\b/.exec(rest)?.[1] ?? null;
}

/** The sentence beside the field: without the words that say it is about settings. */
export function sentenceOf(problem: CallProblem): string {
  const rest = problem.message.replace(LEAD, '');
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

/** What the person left out, and what the desk said of one of these fields. */
export function wrongOf<Field extends string>(fields: readonly Field[], mine: Wrong<Field>, problem: CallProblem | null | undefined): Wrong<Field> {
  const named = settingOf(problem) as Field | null;
  return problem && named && fields.includes(named) ? { [named]: sentenceOf(problem), ...mine } : mine;
}
