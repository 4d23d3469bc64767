import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventFilter } from '../../../src/core/events/event-query.ts';
import { hasWords, wantedWords } from '../../../src/core/events/event-words.ts';
import type { StoredEvent } from '../../../src/core/events/stored-event.ts';
import { SEVERITIES } from '../../../src/core/severity.ts';
import type { EventReader } from '../../../src/events/event-reader.ts';
import type { Store } from '../../../src/store/store.ts';
import { describeDatabases, type TestDatabase } from '../../support/databases.ts';
import { sampleEvent } from '../../support/event-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const START = 10 * 60_000;
const HOUR = 3_600_000;
const COMMON = ['connection', 'refused', 'Connect', 'pool', 'ÄRGER', '漢字', 'x'.repeat(90)] as const;
const SOURCES = ['logscan', 'docker', 'deploy'] as const;
const WORKLOADS = ['web', 'db', null] as const;
/** What would mean something to a database if it came so far. */
const HOSTILE = [
  ...[
    '"',
    "'",
    '" OR "" ',
    'connection* OR pool',
    'NEAR(connection pool)',
    'words : pool',
    '^connection',
    '-pool',
    '\\',
  ],
  ...[
    'connection:*',
    "'pool' & !'x'",
    '%',
    '_',
    '\0',
    '\u001b[31m',
    '\ud800',
    '\u00b7c1',
    "'; drop table event_log; --",
  ],
];

/** A word in two is one of few, the others are in few messages; all from the number. */
function messageOf(n: number): string {
  const words = COMMON.filter((_, at) => ((n * 2_654_435_761) >>> (at * 3)) % 3 === 0);
  return `${words.join(' ')} req-${n % 37} id=${n} ${n % 400 === 7 ? 'rare needle' : ''}`;
}

async function append(store: Store, from: number, count: number): Promise<readonly StoredEvent[]> {
  const events = Array.from({ length: count }, (_, at) => from + at).map((n) =>
    sampleEvent(`k${n}`, {
      message: messageOf(n),
      severity: SEVERITIES[n % 4] ?? 'info',
      source: SOURCES[(n >> 1) % 3] ?? 'logscan',
      workloadId: WORKLOADS[(n >> 2) % 3] ?? null,
      ruleId: `${n % 50}`,
    }),
  );
  return store.events.append(events);
}

/** Indexes whatever can be. */
async function index(store: Store): Promise<number> {
  const attempt = await store.lease.tryAcquire({ name: 'ada', pid: 1, hostname: 'one', heartbeatTimeout: 600 });
  const fencing = attempt.outcome === 'acquired' ? attempt.fencing : 0;
  let blocks = 0;
  while (await store.eventIndexer.indexNext(fencing)) blocks++;
  return blocks;
}

/** The next event gets an id far away, as after many that were given twice. */
const skipIds = (database: TestDatabase, to: number): Promise<unknown> =>
  database.run(
    database.kind === 'sqlite'
      ? `update sqlite_sequence set seq = ${to} where name = 'event_log'`
      : `select setval(pg_get_serial_sequence('event_log', 'id'), ${to})`,
  );

/** What is asked of an event, said once more in the plainest way. */
function fits(
  event: StoredEvent,
  { severities, sources, workloadId, ruleId, from, to, text = '' }: EventFilter,
): boolean {
  const wanted = wantedWords(text);
  return (
    (severities === undefined || severities.includes(event.severity)) &&
    (sources === undefined || sources.includes(event.source)) &&
    (workloadId === undefined || event.workloadId === workloadId) &&
    (ruleId === undefined || event.ruleId === ruleId) &&
    (from === undefined || event.createdAt >= from) &&
    (to === undefined || event.createdAt < to) &&
    (wanted === undefined || hasWords(event.message, wanted))
  );
}

async function everyPage(reader: EventReader, filter: EventFilter, limit: number) {
  const read: StoredEvent[] = [];
  let partial = 0;
  let cursor: string | null | undefined;
  for (let pages = 0; cursor !== null && pages < 3_000; pages++) {
    const page = await reader.listEvents(filter, { limit, cursor });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    expect(page.isPartial && page.nextCursor === null).toBe(false);
    if (page.isPartial) partial++;
    read.push(...page.items);
    cursor = page.nextCursor;
  }
  return { ids: read.map(({ id }) => id), read, partial };
}

const arbitraryText = fc.oneof(
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...COMMON, 'needle', 'rare', 'req', 'id', 'con', 'CONNECTION', 'nothing', 'é'),
        fc.integer({ min: 0, max: 40 }).map(String),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((words) => words.join(' ')),
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 20 }),
);

const MOMENTS = [-1, 0, 1, HOUR, HOUR + 1, 2 * HOUR, -HOUR].map((leap) => START + leap);
const arbitraryFilter: fc.Arbitrary<EventFilter> = fc.record(
  {
    text: arbitraryText,
    severities: fc.uniqueArray(fc.constantFrom(...SEVERITIES), { minLength: 1 }),
    sources: fc.uniqueArray(fc.constantFrom(...SOURCES, 'none'), { minLength: 1 }),
    workloadId: fc.constantFrom('web', 'db', 'none'),
    ruleId: fc.constantFrom('1', '2', 'none'),
    from: fc.constantFrom(...MOMENTS),
    to: fc.constantFrom(...MOMENTS),
  },
  { requiredKeys: ['text'] },
);

describeDatabases('a search of events', (create) => {
  test('finds what has all its words and fits every other filter, indexed or not, page by page', async () => {
    const [database, clock] = [await create(), new ManualClock(START)];
    const store = await database.open({ clock });
    const stored = [...(await append(store, 0, 1_500))];
    expect(await index(store)).toBe(1);
    await clock.advance(2 * HOUR);
    stored.push(...(await append(store, 1_500, 700)));
    await skipIds(database, 40_000);
    clock.jump(-HOUR);
    stored.push(...(await append(store, 2_200, 1_100)));
    expect(await index(store)).toBe(3);
    stored.push(...(await append(store, 3_300, 300)));
    const newestFirst = stored.toSorted((a, b) => Number(b.id) - Number(a.id));
    await fc.assert(
      fc.asyncProperty(arbitraryFilter, fc.integer({ min: 5, max: 500 }), async (filter, limit) => {
        const { ids, read } = await everyPage(store.events, filter, limit);
        const isSearch = wantedWords(filter.text ?? '') !== undefined;
        const inOrder = isSearch ? newestFirst : newestFirst.toSorted((a, b) => b.createdAt - a.createdAt);
        const expected = inOrder.filter((event) => fits(event, filter));
        expect(ids).toEqual(expected.map(({ id }) => id));
        expect(read).toEqual(expected);
      }),
      { numRuns: 200 },
    );
    for (const text of ['id', 'i', 'req id', ...COMMON])
      for (const limit of [60, 500])
        expect((await everyPage(store.events, { text }, limit)).ids, text).toEqual(
          newestFirst.filter((event) => fits(event, { text })).map(({ id }) => id),
        );
  });

  test('ends a page when time is up, says so, and goes on with the next', async () => {
    /** Time passes whenever somebody looks. */
    class HastyClock extends ManualClock {
      #looks = 0;
      override monotonic(): number {
        return super.monotonic() + this.#looks++ * 30;
      }
    }
    const store = await (await create()).open({ clock: new HastyClock(START) });
    const stored = [...(await append(store, 0, 3_000)), ...(await append(store, 3_000, 2_500))];
    await index(store);
    const { ids, partial } = await everyPage(store.events, { text: 'needle' }, 50);
    expect(ids).toEqual(
      stored
        .filter(({ message }) => message.includes('needle'))
        .map(({ id }) => id)
        .reverse(),
    );
    expect(partial).toBeGreaterThan(0);
    const empty = await store.events.listEvents({ text: 'nothing' }, { limit: 5 });
    expect([empty.items, empty.isPartial, typeof empty.nextCursor]).toEqual([[], true, 'string']);
    expect(stored.map(({ createdAt }) => createdAt)).toContain(empty.searchedTo);
  });

  test('finds an event as soon as it is stored, and none that was deleted', async () => {
    const [database, clock] = [await create(), new ManualClock(START)];
    const store = await database.open({ clock });
    await append(store, 0, 1_030);
    expect(await index(store)).toBe(1);
    await clock.advance(HOUR);
    const [fresh] = await store.events.append([sampleEvent('new', { message: 'a needle' })]);
    const found = async () => (await everyPage(store.events, { text: 'needle' }, 50)).ids;
    expect((await found())[0]).toBe(fresh?.id);
    expect(await found()).toHaveLength(4);
    await store.housekeeping.pruneEvents(1, { before: START + 1, keepRows: 1_000_000, limit: 500 });
    expect(await found()).toEqual([fresh?.id, '808']);
  });

  test('leaves nothing of deleted events in the index', async () => {
    const database = await create();
    const store = await database.open({ clock: new ManualClock(START) });
    await append(store, 0, 2_500);
    expect(await index(store)).toBe(2);
    const count = async (table: string) => Number((await database.run(`select count(*) as n from ${table}`))[0]?.n);
    /** On SQLite the tables of the index, on PostgreSQL its rows. */
    const kept = () =>
      count(database.kind === 'sqlite' ? "sqlite_master where name like 'event_text_%_data'" : 'event_words');
    const all = await kept();
    expect(all).toBeGreaterThan(0);
    const prune = () => store.housekeeping.pruneEvents(1, { before: START + 1, keepRows: 0, limit: 500 });
    for (let steps = 0; steps < 3; steps++) await prune();
    expect(await count('event_text_blocks')).toBe(1);
    expect((await kept()) < all).toBe(database.kind === 'postgres');
    while ((await prune()) > 0);
    expect([await count('event_log'), await count('event_text_blocks'), await kept()]).toEqual([0, 0, 0]);
    expect(await index(store)).toBe(0);
    const stored = await append(store, 5_000, 1_500);
    expect(await index(store)).toBe(1);
    const { ids } = await everyPage(store.events, { text: 'pool' }, 500);
    expect(ids).toEqual(
      stored
        .filter(({ message }) => message.includes('pool'))
        .map(({ id }) => id)
        .reverse(),
    );
  });

  test('goes on when what it was about to look into is deleted', async () => {
    const [database, clock] = [await create(), new ManualClock(START)];
    const store = await database.open({ clock });
    const first = await append(store, 0, 1_100);
    await skipIds(database, 200_000);
    await append(store, 1_100, 1_100);
    await index(store);
    const prune = () => store.housekeeping.pruneEvents(1, { before: 0, keepRows: 1_100, limit: 500 });
    const pruned = (async () => {
      while ((await prune()) > 0);
    })();
    for (let searches = 0; searches < 40; searches++) {
      const { ids } = await everyPage(store.events, { text: 'id' }, 500);
      expect(ids.length).toBeGreaterThanOrEqual(1_100);
    }
    await pruned;
    expect((await everyPage(store.events, { text: 'id' }, 500)).ids).not.toContain(first[0]?.id);
  });

  test('says how many events no index has yet, whatever became of those before them', async () => {
    const database = await create();
    const store = await database.open({ clock: new ManualClock(START) });
    const waiting = () => store.eventIndexer.countWaiting();
    expect(await waiting()).toBe(0);
    await append(store, 0, 1_100);
    expect(await waiting()).toBe(1_100);
    expect(await index(store)).toBe(1);
    // Ids begin at 1, so that the first block has one event less.
    expect(await waiting()).toBe(77);
    await skipIds(database, 2_048);
    await append(store, 1_100, 3);
    while ((await store.housekeeping.pruneEvents(1, { before: 0, keepRows: 3, limit: 500 })) > 0);
    expect(await waiting()).toBe(3);
  });

  test('is prepared by whoever has the lease, and nobody else', async () => {
    const store = await (await create()).open({ clock: new ManualClock(START) });
    await append(store, 0, 1_100);
    await expect(store.eventIndexer.indexNext(1)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await index(store)).toBe(1);
    expect(await store.eventIndexer.indexNext(1)).toBe(false);
  });
});
