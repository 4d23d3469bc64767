// How the newest page of events stands to those that are held. Where the two meet, what was found further back need not be looked for again.
import type { EventPage } from '../../../api/shapes.ts';
import type { ListedEvent } from './listed-event.ts';

/** Those that follow behind the page, and stay when it is read anew. Undefined where something may lie between. `newSince` is when the oldest was stored that may be missing among them. */
export function heldBehind(
  page: EventPage,
  held: readonly ListedEvent[],
  newSince: string | undefined,
): readonly ListedEvent[] | undefined {
  if (page.next_cursor === null) return undefined;
  const oldest = page.items.at(-1);
  const place = oldest === undefined ? -1 : held.findIndex(({ id }) => id === oldest.id);
  if (place >= 0) return held.slice(place + 1);
  const { searched_to: searchedTo, items } = page;
  if (searchedTo === undefined || newSince === undefined || searchedTo >= newSince) return undefined;
  const inPage = new Set(items.map(({ id }) => id));
  return held.filter(({ id }) => !inPage.has(id));
}

export interface Ahead {
  readonly count: number;
  /** There are at least so many. */
  readonly isLeast: boolean;
}

export const NOTHING_AHEAD: Ahead = { count: 0, isLeast: false };

/** How many events of the newest page are not held yet. */
export function aheadOf({ items, next_cursor: next }: EventPage, held: readonly ListedEvent[]): Ahead {
  const known = new Set(held.slice(0, items.length).map(({ id }) => id));
  const count = items.filter(({ id }) => !known.has(id)).length;
  return { count, isLeast: count > 0 && count === items.length && next !== null };
}
