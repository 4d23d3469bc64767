import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageOfRows } from './row-pages.ts';

const key = (row: string): string => row;
const page = (rows: readonly string[], limit: number, cursor?: string) => pageOfRows(rows, { limit, cursor, key });

test('a list is read newest first, page by page, each row once, whatever the order of the rows', () => {
  const rows = fc.uniqueArray(fc.string({ unit: 'grapheme-ascii', maxLength: 90 }), { maxLength: 40 });
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 10 }), (all, limit) => {
      const read: string[] = [];
      let cursor: string | null | undefined;
      for (let pages = 0; cursor !== null && pages < 50; pages++) {
        const { items, next_cursor } = page(all, limit, cursor ?? undefined);
        expect(items.length).toBeLessThanOrEqual(limit);
        expect((next_cursor ?? '').length).toBeLessThanOrEqual(200);
        read.push(...items);
        cursor = next_cursor;
      }
      expect(read).toEqual(all.toSorted().reverse());
    }),
  );
});

test('a page goes on behind a row that has gone meanwhile', () => {
  const { next_cursor } = page(['a', 'b', 'c', 'd'], 2);
  expect(page(['a', 'b', 'd', 'e'], 2, next_cursor ?? '').items).toEqual(['b', 'a']);
});

test('a cursor that is none is refused', () => {
  const ofAnotherList = Buffer.from('audit:7').toString('base64url');
  for (const cursor of ['nonsense', '', '%', ofAnotherList])
    expect(() => page(['a'], 1, cursor), cursor).toThrow(expect.objectContaining({ code: 'bad_request' }));
});
