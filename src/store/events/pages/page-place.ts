// Where a page of events begins: below a moment and an id. Events are read by when they were stored, those of one moment by their ids.
import { TocsinError } from '../../../core/errors.ts';

export interface PagePlace {
  readonly at: number;
  readonly id: number;
}

export const NEWEST: PagePlace = { at: Number.MAX_SAFE_INTEGER, id: Number.MAX_SAFE_INTEGER };

/** The order in which a page is read. A place in the one means nothing in the other; other filters may change between two pages. */
export type PageOrder = 'events' | 'search';

export const placeCursor = (order: PageOrder, { at, id }: PagePlace): string =>
  Buffer.from(`${order}:${at}:${id}`, 'latin1').toString('base64url');

/** Throws for what was not made here, or was for the other order. */
export function placeOf(cursor: string, order: PageOrder): PagePlace {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const { of, at, id } = /^(?<of>events|search):(?<at>-?\d{1,15}):(?<id>\d{1,15})$/.exec(text)?.groups ?? {};
  if (at === undefined || id === undefined || of !== order) throw noSuchCursor();
  return { at: Number(at), id: Number(id) };
}

export const noSuchCursor = (): TocsinError =>
  new TocsinError('bad_request', 'The cursor is not one that this list gave.', {
    details: [{ path: 'cursor', message: 'Leave it out to begin at the newest entry.' }],
  });

/** The one that comes later in the list. */
export const laterPlace = (a: PagePlace, b: PagePlace): PagePlace =>
  a.at < b.at || (a.at === b.at && a.id < b.id) ? a : b;
