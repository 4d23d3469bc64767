import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTocsinError } from '../core/errors.ts';
import { idBelow, rowsFor, toPage } from './keyset.ts';

const map = ({ id }: { readonly id: number }) => id;

describe('keyset paging', () => {
  test('a list read page by page gives every row once, in order, whatever the size of the page', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 10_000 })),
        fc.integer({ min: 1, max: 20 }),
        (ids, limit) => {
          const newestFirst = ids.toSorted((a, b) => b - a);
          const seen: number[] = [];
          for (let cursor: string | null | undefined; cursor !== null; ) {
            const below = idBelow('list', cursor);
            const rows = newestFirst.filter((id) => id < below).slice(0, rowsFor(limit));
            const page = toPage(
              rows.map((id) => ({ id })),
              { list: 'list', limit, map },
            );
            seen.push(...page.items);
            cursor = page.nextCursor;
          }
          expect(seen).toEqual(newestFirst);
        },
      ),
    );
  });

  test('text that is no cursor of ours is a bad request, and never another error', () => {
    fc.assert(
      fc.property(fc.string(), (cursor) => {
        try {
          return Number.isSafeInteger(idBelow('list', cursor));
        } catch (error) {
          return isTocsinError(error, 'bad_request');
        }
      }),
    );
  });
});
