// Pages of a list that stands in memory, by a key of each row, as the lists of the store are by their ids.
import { TocsinError } from '../../../core/errors.ts';

interface PageOptions<Row> {
  readonly limit: number;
  readonly cursor: string | undefined;
  /** The rows with the greatest come first; no two have the same. Short, and of ASCII alone, so that a cursor fits into a query. */
  readonly key: (row: Row) => string;
}

export function pageOfRows<Row>(
  rows: readonly Row[],
  { limit, cursor, key }: PageOptions<Row>,
): { readonly items: Row[]; readonly next_cursor: string | null } {
  const after = cursor === undefined ? undefined : decoded(cursor);
  const keyed = rows
    .map((row) => ({ row, key: key(row) }))
    .filter((one) => after === undefined || one.key < after)
    .sort((a, b) => (a.key < b.key ? 1 : -1));
  const page = keyed.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(({ row }) => row), next_cursor: last && keyed.length > limit ? encoded(last.key) : null };
}

const MARK = 'key:';
const encoded = (key: string): string => Buffer.from(MARK + key).toString('base64url');

function decoded(cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (text.startsWith(MARK)) return text.slice(MARK.length);
  throw new TocsinError('bad_request', 'The cursor is not one that this list gave.', {
    details: [{ path: 'cursor', message: 'Leave it out to begin at the first entry.' }],
  });
}
