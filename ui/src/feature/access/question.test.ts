import { expect, test } from 'vitest';
import type { Question } from '../../api/operations';
import { given, inLanguage, unanswered } from './QuestionList';

const question = (id: string, sequence: number, required: boolean): Question => ({
  id, sequence, required, text: `Question ${id}`, editable: false, localizations: [{ language: 'de', text: `Frage ${id}` }],
  kind: { type: 'text', singleLine: true, pattern: null },
});

test('answers go out in the order of the questions, trimmed, and empty ones not at all', () => {
  const questions = [question('b', 2, false), question('a', 1, true), question('c', 3, false)];
  expect(given(questions, { a: [' 4711 '], b: ['x', ' '], c: [''] })).toEqual([{ question: 'a', values: ['4711'] }, { question: 'b', values: ['x'] }]);
});

test('a required question that holds only blanks is not answered', () => {
  const questions = [question('a', 1, true), question('b', 2, false)];
  expect(unanswered(questions, { a: ['  '] }).map((one) => one.id)).toEqual(['a']);
  expect(unanswered(questions, { a: ['yes'] })).toEqual([]);
});

test('a question is asked in the first language that the policy has, else as it was written', () => {
  expect(inLanguage(question('a', 1, true), ['de-AT', 'en'])).toBe('Frage a');
  expect(inLanguage(question('a', 1, true), ['fr', 'en'])).toBe('Question a');
});
