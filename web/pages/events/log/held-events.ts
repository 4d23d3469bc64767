// The events that a page holds, newest first, and how others come above and below them. Bounded, whatever comes.
import type { EventPage } from '../../../api/shapes.ts';
import type { ListedEvent } from './listed-event.ts';

/** So many are held at most. Who wants older ones than these narrows the filter. */
export const MOST_HELD = 100_000;
/** So many that came and are not shown yet are kept; beyond it they are counted, and the newest page is read instead. */
export const MOST_WAITING = 2_000;

/** What was read, and what came above it. */
export interface Held {
  readonly items: readonly ListedEvent[];
  readonly nextCursor: string | null;
  readonly wasRead: boolean;
  /** The oldest page ended early, for time was up. */
  readonly isShort: boolean;
  readonly searchedTo: string | undefined;
  /** Older ones had to make room: only reading anew gets them back. */
  readonly isCut: boolean;
}

export const NOTHING_HELD: Held = {
  items: [],
  nextCursor: null,
  wasRead: false,
  isShort: false,
  searchedTo: undefined,
  isCut: false,
};

/** Older ones make room. */
export const withItems = (held: Held, items: readonly ListedEvent[]): Held => ({
  ...held,
  items: items.slice(0, MOST_HELD),
  isCut: held.isCut || items.length > MOST_HELD,
});

/** Where the next older page goes on. */
export const endOf = (page: EventPage): Pick<Held, 'nextCursor' | 'isShort' | 'searchedTo'> => ({
  nextCursor: page.next_cursor,
  isShort: page.partial === true,
  searchedTo: page.searched_to,
});

/** Newer ones before older ones. Where the two meet an event may be in both. */
export function withOlder(newer: readonly ListedEvent[], older: readonly ListedEvent[]): readonly ListedEvent[] {
  if (newer.length === 0) return older;
  const known = new Set(older.slice(0, MOST_WAITING).map(({ id }) => id));
  return [...newer.filter(({ id }) => !known.has(id)), ...older];
}
