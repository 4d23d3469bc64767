// Events as they come, for all who follow them. Nobody has a queue: each knows how far he has read, and reads on from the store. So what he missed while he was
// away comes as well, and one that is too slow costs no memory.
import type { Clock } from '../../core/clock.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import { until } from '../../core/signals/until.ts';
import type { FeedClient } from './feed-client.ts';

export interface FeedStore {
  /** The id of the newest event; 0 when there is none. */
  latestId(): Promise<number>;
  /** In the order of their ids. An event never becomes visible after one with a greater id. */
  eventsAfter(id: number, limit: number): Promise<readonly StoredEvent[]>;
  /** Whether there are more events than that behind the one id, up to the other. */
  hasMoreThan(count: number, between: { readonly after: number; readonly upTo: number }): Promise<boolean>;
}

export interface EventFeedOptions {
  readonly store: FeedStore;
  readonly clock: Clock;
  /** Whoever is behind by more events is told what he missed, and goes on at the newest. */
  readonly mostBehind?: number;
}

const A_READ = 100;
/** A browser takes some milliseconds for a hundred: in between it can show a frame. */
const A_REST_MS = 16;
const MOST_BEHIND = 10_000;
/** Other instances on the same database store events, too. */
const LOOK_MS = 1_000;

export class EventFeed {
  readonly #options: Required<EventFeedOptions>;
  #latest = 0;
  #news = Promise.withResolvers<void>();
  /** Those who stand at the same place share one reading, as long as there is no news. */
  #reads = new Map<number, Promise<readonly StoredEvent[]>>();
  /** So do they share what is known of how far that is behind. */
  #gaps = new Map<number, Promise<boolean>>();
  #followers = 0;
  #looking: AbortController | undefined;

  constructor(options: EventFeedOptions) {
    this.#options = { mostBehind: MOST_BEHIND, ...options };
  }

  /** Events are durable. */
  tell(events: readonly StoredEvent[]): void {
    this.#reach(Math.max(...events.map(({ id }) => Number(id))));
  }

  /** Finds where a client begins: behind the event that he names, or behind the newest. What he then gets goes on until he has gone. */
  async open(after: string | undefined): Promise<(client: FeedClient) => void> {
    const latest = await this.#options.store.latestId();
    this.#latest = Math.max(this.#latest, latest);
    const named = after !== undefined && /^\d{1,15}$/.test(after) ? Number(after) : latest;
    return (client) => void this.#follow(client, Math.min(named, latest));
  }

  async #follow(client: FeedClient, begin: number): Promise<void> {
    this.#come();
    client.mark(String(begin));
    let last = begin;
    while (!client.closed.aborted) {
      // Nobody who is near waits for that.
      if (this.#latest - last > this.#options.mostBehind) last = await this.#skip(client, last);
      const news = this.#news.promise;
      const events = await this.#read(last);
      for (const event of events) {
        if (client.closed.aborted || client.isBehind) break;
        client.send(event);
        last = Number(event.id);
      }
      if (client.isBehind) await until((done) => client.onceTaken(done), client.closed);
      else if (events.length === A_READ) await this.#options.clock.sleep(A_REST_MS, client.closed);
      else if (events.length === 0) await until((done) => void news.then(done), client.closed);
    }
    this.#go();
  }

  async #skip(client: FeedClient, last: number): Promise<number> {
    const latest = this.#latest;
    if (!(await this.#isTooFar(last, latest)) || client.closed.aborted) return last;
    const upTo = String(latest);
    client.missed({ after: String(last), upTo });
    client.mark(upTo);
    return latest;
  }

  /** Some ids belong to no event, so it takes a look into the store where there are many. */
  async #isTooFar(last: number, latest: number): Promise<boolean> {
    const { store, mostBehind } = this.#options;
    const begun = this.#gaps.get(last);
    if (begun) return begun;
    const gap = store.hasMoreThan(mostBehind, { after: last, upTo: latest }).catch(() => false);
    this.#gaps.set(last, gap);
    return gap;
  }

  /** A store that cannot answer is asked again at the next look. */
  #read(after: number): Promise<readonly StoredEvent[]> {
    const begun = this.#reads.get(after);
    if (begun) return begun;
    const read = this.#options.store.eventsAfter(after, A_READ).catch(() => []);
    this.#reads.set(after, read);
    return read;
  }

  #come(): void {
    this.#followers++;
    if (this.#followers > 1) return;
    this.#looking = new AbortController();
    void this.#look(this.#looking.signal);
  }

  #go(): void {
    this.#followers--;
    if (this.#followers === 0) this.#looking?.abort();
  }

  async #look(signal: AbortSignal): Promise<void> {
    const { clock, store } = this.#options;
    for (;;) {
      await clock.sleep(LOOK_MS, signal);
      if (signal.aborted) return;
      this.#reach(await store.latestId().catch(() => 0));
    }
  }

  #reach(id: number): void {
    this.#latest = Math.max(this.#latest, id);
    this.#reads = new Map();
    this.#gaps = new Map();
    this.#news.resolve();
    this.#news = Promise.withResolvers();
  }
}
