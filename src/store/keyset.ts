// Pages of a list that is read from the newest id downwards, and the cursors that go on behind them.
import { TocsinError } from '../core/errors.ts';
import type { Page } from '../core/page.ts';
import { NO_ROW, rowId } from './row-id.ts';

/** The most that a page may hold, whatever was asked for. */
export const MOST_PER_PAGE = 500;

/** Where a list that is read from the newest id downwards goes on: below this id. */
export function idBelow(list: string, cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER;
  const [name, id, ...rest] = Buffer.from(cursor, 'base64url').toString('latin1').split(':');
  const below = rowId(id ?? '');
  if (name !== list || below === NO_ROW || rest.length > 0)
    throw new TocsinError('bad_request', 'The cursor is not one that this list gave.', {
      details: [{ path: 'cursor', message: 'Leave it out to begin at the newest entry.' }],
    });
  return below;
}

/** How many rows to ask for: one more than the page holds, which tells whether there is a next one. */
export function rowsFor(limit: number): number {
  return pageSize(limit) + 1;
}

/** Cuts the rows that `rowsFor` asked for to a page. */
export function toPage<Row extends { readonly id: number }, Item>(
  rows: readonly Row[],
  { list, limit, map }: { readonly list: string; readonly limit: number; readonly map: (row: Row) => Item },
): Page<Item> {
  const kept = rows.slice(0, pageSize(limit));
  const last = kept.at(-1);
  const more = rows.length > kept.length && last !== undefined;
  return {
    items: kept.map(map),
    nextCursor: more ? Buffer.from(`${list}:${last.id}`, 'latin1').toString('base64url') : null,
  };
}

export function pageSize(limit: number): number {
  return Math.min(Math.max(Math.trunc(limit) || 1, 1), MOST_PER_PAGE);
}
