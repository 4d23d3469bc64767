import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import { EventFeed, type FeedStore } from './event-feed.ts';
import type { FeedClient } from './feed-client.ts';

const event = (id: number): StoredEvent => ({
  ...{ id: String(id), source: 'api', severity: 'info', message: '', metadata: {}, workloadId: null, ruleId: null },
  ...{ heldBack: 0, lastSeen: null, createdAt: id },
});

/** Events in memory, in the order of their ids. */
class Shelf implements FeedStore {
  events: readonly StoredEvent[] = [];
  reads = 0;
  counts = 0;
  looks = 0;
  isBroken = false;

  async latestId() {
    this.looks++;
    return this.newest;
  }

  get newest(): number {
    return Number(this.events.at(-1)?.id ?? 0);
  }

  async hasMoreThan(count: number, { after, upTo }: { readonly after: number; readonly upTo: number }) {
    this.counts++;
    if (this.isBroken) throw new Error('no store');
    return this.events.filter(({ id }) => Number(id) > after && Number(id) <= upTo).length > count;
  }

  async eventsAfter(id: number, limit: number) {
    this.reads++;
    if (this.isBroken) throw new Error('no store');
    return this.events.filter((one) => Number(one.id) > id).slice(0, limit);
  }
}

/** For all the rests that a client is given who is told of some hundred events. */
const RESTS_MS = 100;

/** A client that takes so many events before it is behind, until the test lets it take more. */
class Client implements FeedClient {
  readonly heard: string[] = [];
  readonly #leaving = new AbortController();
  #room: number;
  #taken: (() => void) | undefined;

  constructor(room = Number.POSITIVE_INFINITY) {
    this.#room = room;
  }

  send({ id }: StoredEvent): void {
    this.heard.push(id);
    this.#room--;
  }

  mark(id: string): void {
    this.heard.push(`mark ${id}`);
  }

  missed({ after, upTo }: { after: string; upTo: string }): void {
    this.heard.push(`missed ${after} to ${upTo}`);
  }

  get isBehind(): boolean {
    return this.#room <= 0;
  }

  onceTaken(listener: () => void): void {
    this.#taken = listener;
  }

  take(room: number): void {
    this.#room = room;
    this.#taken?.();
  }

  get closed(): AbortSignal {
    return this.#leaving.signal;
  }

  leave(): void {
    this.#leaving.abort();
  }
}

function given(stored: number) {
  const [clock, shelf] = [new ManualClock(), new Shelf()];
  shelf.events = Array.from({ length: stored }, (_, n) => event(n + 1));
  const feed = new EventFeed({ store: shelf, clock, mostBehind: 300 });
  /** Stored here, or by another instance, which tells nobody; after so many ids that no event has. */
  const store = async (count: number, { isTold = true, unused = 0 } = {}): Promise<void> => {
    const from = shelf.newest + unused;
    const fresh = Array.from({ length: count }, (_, n) => event(from + n + 1));
    shelf.events = [...shelf.events, ...fresh];
    if (isTold) feed.tell(fresh);
    await clock.advance(RESTS_MS);
  };
  return { clock, shelf, feed, store };
}

const ids = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, n) => String(from + n));

describe('the feed of events', () => {
  test('gives what is stored from now on, and first what was missed to whoever names the last he had', async () => {
    const { feed, store, clock } = given(5);
    const [fresh, back] = [new Client(), new Client()];
    (await feed.open(undefined))(fresh);
    (await feed.open('2'))(back);
    await clock.advance(0);
    await store(2);
    await store(1);
    expect(fresh.heard).toEqual(['mark 5', '6', '7', '8']);
    expect(back.heard).toEqual(['mark 2', ...ids(3, 8)]);
  });

  test('misses nothing that is stored between finding the place and following', async () => {
    const { feed, store, clock } = given(1);
    const client = new Client();
    const follow = await feed.open(undefined);
    await store(2);
    follow(client);
    await clock.advance(0);
    expect(client.heard).toEqual(['mark 1', '2', '3']);
  });

  test('takes an id that nobody can have had for no id', async () => {
    const { feed, store, clock } = given(3);
    for (const odd of ['99', '-1', 'x', '']) {
      const client = new Client();
      (await feed.open(odd))(client);
      await clock.advance(0);
      const before = client.heard.length;
      await store(1);
      expect([before, client.heard.length], odd).toEqual([1, 2]);
      client.leave();
    }
  });

  test('shows what other instances stored within a second, and looks only while somebody follows', async () => {
    const { feed, store, clock, shelf } = given(0);
    const client = new Client();
    (await feed.open(undefined))(client);
    await store(1, { isTold: false });
    expect(client.heard).toEqual(['mark 0']);
    await clock.advance(1_000);
    expect(client.heard).toEqual(['mark 0', '1']);
    client.leave();
    await clock.advance(1_000);
    const { looks } = shelf;
    await clock.advance(60_000);
    expect(shelf.looks).toBe(looks);
  });

  test('goes on for one who is slow when he has taken what he had, without keeping anything for him', async () => {
    const { feed, store, clock } = given(0);
    const slow = new Client(2);
    (await feed.open(undefined))(slow);
    await clock.advance(0);
    await store(7);
    await store(3);
    expect(slow.heard).toEqual(['mark 0', '1', '2']);
    slow.take(3);
    await clock.advance(0);
    slow.take(100);
    await clock.advance(0);
    expect(slow.heard).toEqual(['mark 0', ...ids(1, 10)]);
  });

  test('gives a client who has much to take the time of a frame after each hundred', async () => {
    const { feed, clock } = given(250);
    const client = new Client();
    (await feed.open('0'))(client);
    await clock.advance(15);
    expect(client.heard).toEqual(['mark 0', ...ids(1, 100)]);
    await clock.advance(1);
    expect(client.heard).toEqual(['mark 0', ...ids(1, 200)]);
    await clock.advance(16);
    expect(client.heard).toEqual(['mark 0', ...ids(1, 250)]);
    client.leave();
  });

  test('tells one who is much too slow what he missed, and goes on at the newest', async () => {
    const { feed, store, clock } = given(0);
    const [slow, quick] = [new Client(1), new Client()];
    (await feed.open(undefined))(slow);
    (await feed.open(undefined))(quick);
    await clock.advance(0);
    for (const count of [1, 150, 151]) await store(count);
    slow.take(100);
    await clock.advance(0);
    await store(1);
    expect(slow.heard).toEqual(['mark 0', '1', 'missed 1 to 302', 'mark 302', '303']);
    expect(quick.heard).toEqual(['mark 0', ...ids(1, 303)]);
  });

  test('counts how far one is behind by events, not by ids that no event has', async () => {
    const { feed, store, clock, shelf } = given(5);
    const [idle, back] = [new Client(), new Client()];
    (await feed.open(undefined))(idle);
    await clock.advance(0);
    await store(1, { unused: 1_000 });
    for (const count of [149, 150]) await store(count, { unused: 1_000 });
    expect(idle.heard).toEqual(['mark 5', '1006', ...ids(2007, 2155), ...ids(3156, 3305)]);
    (await feed.open('5'))(back);
    await clock.advance(RESTS_MS);
    expect(back.heard).toEqual(idle.heard);
    const late = new Client();
    await store(1);
    (await feed.open('5'))(late);
    await clock.advance(0);
    expect(late.heard).toEqual(['mark 5', 'missed 5 to 3306', 'mark 3306']);
    shelf.isBroken = true;
    await store(1);
    const unlucky = new Client();
    (await feed.open('5'))(unlucky);
    await clock.advance(0);
    expect(unlucky.heard).toEqual(['mark 5']);
  });

  test('counts once for all who stand at the same place', async () => {
    const { feed, store, clock, shelf } = given(5);
    const clients = Array.from({ length: 50 }, () => new Client());
    for (const client of clients) (await feed.open(undefined))(client);
    await clock.advance(0);
    await store(1, { unused: 1_000 });
    expect(shelf.counts).toBe(1);
    expect(clients.every(({ heard }) => heard.join() === 'mark 5,1006')).toBe(true);
  });

  test('gives one who comes back after long what it can, and says what it cannot', async () => {
    const { feed, clock } = given(1_000);
    const client = new Client();
    (await feed.open('10'))(client);
    await clock.advance(0);
    expect(client.heard).toEqual(['mark 10', 'missed 10 to 1000', 'mark 1000']);
  });

  test('reads once for all who stand at the same place', async () => {
    const { feed, store, clock, shelf } = given(0);
    const clients = Array.from({ length: 50 }, () => new Client());
    for (const client of clients) (await feed.open(undefined))(client);
    await clock.advance(0);
    shelf.reads = 0;
    await store(3);
    expect(shelf.reads).toBeLessThanOrEqual(2);
    expect(clients.every(({ heard }) => heard.join() === 'mark 0,1,2,3')).toBe(true);
  });

  test('goes on when a store that could not answer can again', async () => {
    const { feed, store, clock, shelf } = given(0);
    const client = new Client();
    (await feed.open(undefined))(client);
    shelf.isBroken = true;
    await store(1);
    expect(client.heard).toEqual(['mark 0']);
    shelf.isBroken = false;
    await clock.advance(1_000);
    expect(client.heard).toEqual(['mark 0', '1']);
  });
});
