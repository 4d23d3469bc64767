// The events that a page shows: read from the server page by page, with those that come meanwhile above them. Bounded, whatever comes.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { type ApiError, asApiError, isAbort } from '../../../api/api-error.ts';
import type { Event, EventPage } from '../../../api/shapes.ts';
import { endOf, type Held, MOST_HELD, MOST_WAITING, NOTHING_HELD, withItems, withOlder } from './held-events.ts';
import { type ListedEvent, listedOf } from './listed-event.ts';
import { type Ahead, aheadOf, heldBehind, NOTHING_AHEAD } from './newest-page.ts';
import { type ReadingOn, readOn } from './read-on.ts';

export interface LogState {
  readonly items: readonly ListedEvent[];
  /** Nothing was read yet. */
  readonly isEmpty: boolean;
  readonly loading: boolean;
  readonly fault: ApiError | undefined;
  /** There are older ones that can be read. */
  readonly hasMore: boolean;
  /** Older ones are being looked for, and whether there are any is not known yet. */
  readonly isSearching: boolean;
  /** So far back the search has come. */
  readonly searchedTo: string | undefined;
  /** There are older ones, and no room for them. */
  readonly isFull: boolean;
  /** How many came while the list was held still. */
  readonly waiting: number;
  /** And maybe more of them. */
  readonly isWaitingLeast: boolean;
}

export interface EventLogOptions {
  readonly load: (cursor: string | undefined, signal: AbortSignal) => Promise<EventPage>;
  /** Decides about an event that came: it is shown, it is not, or only reading anew can tell. */
  readonly fits: (event: Event) => boolean | 'unknown';
  /** Resolves while somebody looks: a search goes on by itself only then. */
  readonly untilLookedAt: (signal: AbortSignal) => Promise<void>;
}

interface Course {
  /** What is being read. */
  readonly reading: 'newest' | 'older' | undefined;
  readonly fault: ApiError | undefined;
}

const AT_REST: Course = { reading: undefined, fault: undefined };

export class EventLog {
  readonly #options: EventLogOptions;
  readonly #held = signal<Held>(NOTHING_HELD);
  readonly #waiting = signal<readonly ListedEvent[]>([]);
  /** How many came beyond those that may wait. */
  readonly #beyond = signal(0);
  /** More came than may wait, or one of which nobody here can tell whether it belongs there. */
  readonly #isStale = signal(false);
  /** How many the server has of those of which only it can tell. */
  readonly #ahead = signal<Ahead>(NOTHING_AHEAD);
  /** Something came of which the server was not asked yet. */
  #isToAsk = false;
  readonly #course = signal<Course>(AT_REST);
  /** When the oldest came of those that only reading anew can show; and the oldest since the newest page was asked for. */
  readonly #unknown: { since: string | undefined; lately: string | undefined } = {
    since: undefined,
    lately: undefined,
  };
  #isStill = false;
  #underWay = new AbortController();

  readonly state: ReadonlySignal<LogState> = computed(() => {
    const { items, nextCursor, wasRead, isShort, searchedTo, isCut } = this.#held.value;
    const { reading, fault } = this.#course.value;
    const isFull = isCut || (items.length >= MOST_HELD && nextCursor !== null);
    const hasMore = nextCursor !== null && !isFull;
    const isUnknown = items.length === 0 || (isShort && reading === 'older');
    const [came, ahead] = [this.#waiting.value.length + this.#beyond.value, this.#ahead.value];
    return {
      items,
      isEmpty: !wasRead,
      isFull,
      hasMore,
      loading: reading !== undefined,
      fault,
      isSearching: hasMore && isUnknown && reading !== undefined,
      searchedTo,
      waiting: Math.max(came, ahead.count),
      isWaitingLeast: ahead.isLeast && ahead.count >= came,
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
    this.#noteUnknown(AT_ANY_TIME);
  }

  /** Reads the newest page; what is shown stays until it is there. It never rejects. */
  async reload(): Promise<void> {
    const came = this.#waiting.value;
    const wasAtRest = this.#course.value === AT_REST;
    this.#unknown.lately = undefined;
    let [isFirst, isMet] = [true, false];
    await this.#read('newest', undefined, (page) => {
      if (isFirst) isMet = this.#holdNewest(page, came);
      else this.#holdOlder(page);
      isFirst = false;
      return isMet;
    });
    // What was under way further back goes on where it was.
    if (isMet && !wasAtRest) await this.more();
  }

  /** Asks how many wait of those of which only the server can tell, and shows none of them. Without an answer nothing is known of them, and the next time it is asked again. */
  async lookAhead(signal: AbortSignal): Promise<void> {
    if (!this.#isToAsk) return;
    this.#isToAsk = false;
    try {
      const page = await this.#options.load(undefined, signal);
      if (this.isStale) this.#ahead.value = aheadOf(page, this.#held.value.items);
    } catch {
      this.#isToAsk = true;
    }
  }

  /** Reads the next older page, unless one is being read. */
  async more(): Promise<void> {
    const { hasMore, loading } = this.state.value;
    const { nextCursor } = this.#held.value;
    if (!hasMore || loading || nextCursor === null) return;
    await this.#read('older', nextCursor, (page) => {
      this.#holdOlder(page);
      return false;
    });
  }

  /** Takes events that have just come, oldest first. */
  take(events: readonly Event[]): void {
    const wanted = events.filter((event) => this.#options.fits(event) === true).reverse();
    const unknown = events.find((event) => this.#options.fits(event) === 'unknown');
    if (unknown !== undefined) this.#isStale.value = true;
    if (unknown !== undefined) this.#noteUnknown(unknown.created_at);
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
    this.#held.value = withItems(held, withOlder(waiting, held.items));
  }

  /** Gives up what is under way. */
  close(): void {
    this.#underWay.abort();
  }

  /** Says whether what was held goes on behind the page. */
  #holdNewest(page: EventPage, came: readonly ListedEvent[]): boolean {
    // Those that came while it was read stay, each once.
    const since = this.#waiting.value.filter((event) => !came.includes(event));
    const held = this.#held.value;
    const behind = held.wasRead ? heldBehind(page, held.items, this.#unknown.since) : undefined;
    [this.#waiting.value, this.#beyond.value, this.#ahead.value] = [[], 0, NOTHING_AHEAD];
    this.#unknown.since = this.#unknown.lately;
    this.#isStale.value = this.#unknown.since !== undefined;
    const newest = withOlder(since, page.items.map(listedOf));
    if (behind === undefined) this.#held.value = { ...NOTHING_HELD, items: newest, wasRead: true, ...endOf(page) };
    else this.#held.value = withItems(held, [...newest, ...behind]);
    return behind !== undefined;
  }

  #noteUnknown(since: string): void {
    this.#isToAsk = true;
    this.#unknown.since ??= since;
    this.#unknown.lately ??= since;
    if (since === AT_ANY_TIME) this.#unknown.since = this.#unknown.lately = since;
  }

  #holdOlder(page: EventPage): void {
    const held = this.#held.value;
    this.#held.value = { ...held, items: [...held.items, ...page.items.map(listedOf)], ...endOf(page) };
  }

  async #read(reading: 'newest' | 'older', cursor: string | undefined, take: ReadingOn['take']): Promise<void> {
    this.#underWay.abort();
    this.#underWay = new AbortController();
    const given = this.#underWay.signal;
    this.#course.value = { reading, fault: undefined };
    try {
      await readOn({ ...this.#options, take }, cursor, given);
      if (!given.aborted) this.#course.value = AT_REST;
    } catch (error) {
      if (given.aborted || isAbort(error)) return;
      this.#course.value = { reading: undefined, fault: asApiError(error) };
    }
  }
}

/** Before any that was ever stored. */
const AT_ANY_TIME = '';
