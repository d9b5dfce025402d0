import { describe, expect, it } from 'vitest';
import { at, columnsOf, nameWords, plainText } from './section';

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
    expect(columnsOf('unheard', { kind: 'x', person: { name: 'y' }, itemId: 3 }).map(([label]) => label)).toEqual(['Kind', 'Item id']);
    expect(nameWords('decidedBy')).toBe('Decided by');
  });
});
