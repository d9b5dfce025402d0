import { describe, expect, it } from 'vitest';
import { at, cellText, columnsOf, fieldText, nameWords, named, plainText, tablesOf } from './section';

describe('what is shown of an evidence file', () => {
  it('finds a value at its place, and nothing where there is none', () => {
    expect(at({ person: { name: 'Anna' } }, 'person.name')).toBe('Anna');
    expect(at({ person: 'withheld' }, 'person.name')).toBeUndefined();
    expect(at(null, 'person.name')).toBeUndefined();
  });
  it('shows every value as text and never as markup', () => {
    expect(plainText('<b>x</b>')).toBe('<b>x</b>');
    expect(plainText('2026-09-01T08:00:00Z')).toBe('2026-09-01 08:00:00 UTC');
    expect(plainText(null)).toBe('–');
    expect(plainText(['a', 'b'])).toBe('a, b');
    expect(plainText({ a: 1 })).toBe('{"a":1}');
  });
  it('takes the plain fields of a list it does not know', () => {
    expect(columnsOf('unheard', { kind: 'x', person: { name: 'y' }, itemId: 3 }).map(([label]) => label)).toEqual(['Kind', 'Item']);
    expect(nameWords('decidedBy')).toBe('Decided by');
  });
  it('puts its own words for its own values only, and never for what a person wrote', () => {
    expect(fieldText('decision', 'dontKnow')).toBe('Don’t know');
    expect(fieldText('justification', 'deny')).toBe('deny');
  });
  it('shows a row of a report under the heads of its table', () => {
    const tables = tablesOf({ tables: [{ title: 'Reviews', columns: [{ title: 'Review' }, { title: 'Run' }] }] });
    const row = { table: 0, cells: ['Quarter', '1', 'beyond'] };
    expect(cellText('rows', row, 'table', tables)).toBe('Reviews');
    expect(cellText('rows', row, 'cells', tables)).toBe('Quarter · 1 · beyond');
    expect(named('rows', row, tables)).toEqual({ Table: 'Reviews', Review: 'Quarter', Run: '1', 'Column 3': 'beyond' });
    expect(named('rows', { table: 7, cells: ['x'] }, tables)).toEqual({ table: 7, cells: ['x'] });
    expect(tablesOf({ tables: [null, { title: 3 }] })).toEqual([{ title: '', columns: [] }, { title: '3', columns: [] }]);
  });
});
