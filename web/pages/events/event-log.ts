// The events that a page shows: read from the server page by page, with those that come meanwhile above them. Bounded, whatever comes.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type ApiError, asApiError, isAbort } from '../../api/api-error.ts';
import type { Event, EventPage } from '../../api/shapes.ts';
import { type ListedEvent, listedOf } from './listed-event.ts';

/** So many are held at most. Who wants older ones than these narrows the filter. */
export const MOST_HELD = 100_000;
/** So many that came and are not shown yet are kept; beyond it they are counted, and the newest page is read instead. */
export const MOST_WAITING = 2_000;

export interface LogState {
  readonly items: readonly ListedEvent[];
  /** Nothing was read yet. */
  readonly isEmpty: boolean;
  readonly loading: boolean;
  readonly fault: ApiError | undefined;
  /** There are older ones that can be read. */
  readonly hasMore: boolean;
  /** There are older ones, and no room for them. */
  readonly isFull: boolean;
  /** How many came while the list was held still. */
  readonly waiting: number;
}

export interface EventLogOptions {
  readonly load: (cursor: string | undefined, signal: AbortSignal) => Promise<EventPage>;
  /** Decides about an event that came: it is shown, it is not, or only reading anew can tell. */
  readonly fits: (event: Event) => boolean | 'unknown';
}

interface Held {
  readonly items: readonly ListedEvent[];
  readonly nextCursor: string | null;
  readonly wasRead: boolean;
  /** Older ones had to make room: only reading anew gets them back. */
  readonly isCut: boolean;
}

const NOTHING: Held = { items: [], nextCursor: null, wasRead: false, isCut: false };

export class EventLog {
  readonly #options: EventLogOptions;
  readonly #held = signal<Held>(NOTHING);
  readonly #waiting = signal<readonly ListedEvent[]>([]);
  /** How many came beyond those that may wait. */
  readonly #beyond = signal(0);
  /** More came than may wait, or one of which nobody here can tell whether it belongs there. */
  readonly #isStale = signal(false);
  readonly #course = signal<{ readonly loading: boolean; readonly fault: ApiError | undefined }>({
    loading: false,
    fault: undefined,
  });
  #isStill = false;
  #underWay = new AbortController();

  readonly state: ReadonlySignal<LogState> = computed(() => {
    const { items, nextCursor, wasRead, isCut } = this.#held.value;
    const isFull = isCut || (items.length >= MOST_HELD && nextCursor !== null);
    return {
      ...{ items, isEmpty: !wasRead, isFull, hasMore: nextCursor !== null && !isFull },
      ...this.#course.value,
      waiting: this.#waiting.value.length + this.#beyond.value,
    };
  });

  constructor(options: EventLogOptions) {
    this.#options = options;
  }

  /** Has something come that only reading the newest page anew can show? */
  get isStale(): boolean {
    return this.#isStale.value;
  }

  /** The list should not move by itself now. */
  get isStill(): boolean {
    return this.#isStill;
  }

  becomeStale(): void {
    this.#isStale.value = true;
  }

  /** Reads the newest page; what is shown stays until it is there. It never rejects. */
  async reload(): Promise<void> {
    const came = this.#waiting.value;
    await this.#read(undefined, (page) => {
      // Those that came while it was read stay, each once.
      const since = this.#waiting.value.filter((event) => !came.includes(event));
      [this.#waiting.value, this.#beyond.value] = [[], 0];
      this.#isStale.value = false;
      const items = withOlder(since, page.items.map(listedOf));
      this.#held.value = { items, nextCursor: page.next_cursor, wasRead: true, isCut: false };
    });
  }

  /** Reads the next older page, unless one is being read. */
  async more(): Promise<void> {
    const { hasMore, loading } = this.state.value;
    const { nextCursor } = this.#held.value;
    if (!hasMore || loading || nextCursor === null) return;
    await this.#read(nextCursor, (page) => {
      const held = this.#held.value;
      this.#held.value = { ...held, items: [...held.items, ...page.items.map(listedOf)], nextCursor: page.next_cursor };
    });
  }

  /** Takes events that have just come, oldest first. */
  take(events: readonly Event[]): void {
    const wanted = events.filter((event) => this.#options.fits(event) === true).reverse();
    if (events.some((event) => this.#options.fits(event) === 'unknown')) this.#isStale.value = true;
    if (wanted.length === 0 || !this.#held.value.wasRead) return;
    const waiting = withOlder(wanted.map(listedOf), this.#waiting.value);
    if (waiting.length > MOST_WAITING) this.#isStale.value = true;
    this.#beyond.value += Math.max(0, waiting.length - MOST_WAITING);
    this.#waiting.value = waiting.slice(0, MOST_WAITING);
    if (!this.#isStill) this.showWaiting();
  }

  /** While the list is held still, what comes waits above it. */
  holdStill(isStill: boolean): void {
    this.#isStill = isStill;
    if (!isStill) this.showWaiting();
  }

  showWaiting(): void {
    const waiting = this.#waiting.value;
    if (waiting.length === 0 || this.#isStale.value) return;
    const held = this.#held.value;
    this.#waiting.value = [];
    const items = withOlder(waiting, held.items);
    const isCut = held.isCut || items.length > MOST_HELD;
    this.#held.value = { ...held, items: items.slice(0, MOST_HELD), isCut };
  }

  /** Gives up what is under way. */
  close(): void {
    this.#underWay.abort();
  }

  async #read(cursor: string | undefined, take: (page: EventPage) => void): Promise<void> {
    this.#underWay.abort();
    this.#underWay = new AbortController();
    const given = this.#underWay.signal;
    this.#course.value = { loading: true, fault: undefined };
    try {
      const page = await this.#options.load(cursor, given);
      if (given.aborted) return;
      take(page);
      this.#course.value = { loading: false, fault: undefined };
    } catch (error) {
      if (given.aborted || isAbort(error)) return;
      this.#course.value = { loading: false, fault: asApiError(error) };
    }
  }
}

/** Newer ones before older ones. Where the two meet an event may be in both. */
function withOlder(newer: readonly ListedEvent[], older: readonly ListedEvent[]): readonly ListedEvent[] {
  if (newer.length === 0) return older;
  const known = new Set(older.slice(0, MOST_WAITING).map(({ id }) => id));
  return [...newer.filter(({ id }) => !known.has(id)), ...older];
}
