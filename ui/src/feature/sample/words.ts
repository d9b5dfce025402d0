import type { Population } from '../../api/operations';

export const populationWords: Record<Population, string> = {
  decisions: 'Decisions of reviews', denials: 'Denials', approvals: 'Answers to requests', removals: 'Removals', assignments: 'Package assignments', requests: 'Requests', exceptions: 'Exceptions',
};

/** What one of a population is called. */
export const memberWords: Record<Population, string> = {
  decisions: 'decision', denials: 'denial', approvals: 'answer', removals: 'removal', assignments: 'assignment', requests: 'request', exceptions: 'exception',
};

export const populations = Object.keys(populationWords) as Population[];
export const asPopulation = (word: string): Population => (word in populationWords ? (word as Population) : 'decisions');

export const stratifyWords: Record<string, string> = { resource: 'Every resource before a second row of any', reviewer: 'Every reviewer before a second row of any', privileged: 'Privileged access first' };

/** Only decisions and answers are made by somebody. */
export const hasReviewer = (population: Population): boolean => population === 'decisions' || population === 'denials' || population === 'approvals';
export const hasReview = (population: Population): boolean => population === 'decisions' || population === 'denials' || population === 'removals';
