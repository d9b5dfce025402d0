import { expect, test } from 'vitest';
import schema from '../../../../src-tauri/crates/countersign-store/src/migration/notice.sql?raw';
import { kindWords } from './words';

test('every kind of notice that the store may hold has words', () => {
  const kinds = [...schema.matchAll(/kind = '(\w+)'/g)].map((found) => found[1] as string);
  expect(kinds).toContain('accessEnded');
  expect(kinds.filter((kind) => !(kind in kindWords))).toEqual([]);
});
