import { expect, test } from 'vitest';
import type { NewEvent } from '../../../src/core/events/new-event.ts';
import type { StoredEvent } from '../../../src/core/events/stored-event.ts';
import type { SettledEvent } from '../../../src/core/lines/flood-state.ts';
import type { OriginChange } from '../../../src/core/lines/standing.ts';
import { SEVERITIES } from '../../../src/core/severity.ts';
import type { Store } from '../../../src/store/store.ts';
import type { OriginLedger } from '../../../src/store/watching/watching.ts';
import { describeDatabases, type TestDatabase } from '../../support/databases.ts';
import { changeWith, sampleEvent } from '../../support/event-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';

async function openLog(database: TestDatabase, clock = new ManualClock(60_000)) {
  const store = await database.open({ clock });
  const told: StoredEvent[] = [];
  store.events.onStored((events) => told.push(...events));
  return { store, clock, told, ledger: await ledgerOf(store) };
}

async function ledgerOf(store: Store): Promise<OriginLedger<NewEvent>> {
  const lease = await store.watching.leaseOf('docker:local');
  const claim = { name: 'test', pid: 1, hostname: 'here', heartbeatTimeout: 600 };
  const attempt = await lease.tryAcquire(claim);
  const fencing = attempt.outcome === 'acquired' ? attempt.fencing : undefined;
  return store.watching.ledger<NewEvent>({ fencingOf: () => fencing, writeEffects: store.events.writeEffects });
}

const keysOf = async (database: TestDatabase): Promise<readonly unknown[]> =>
  (await database.run('select key from event_log order by id')).map(({ key }) => key);

describeDatabases('the event log', (create) => {
  test('stores few events in the order in which they were given, with the first of a kind among them', async () => {
    const store = await (await create()).open();
    const of = (key: string, severity: 'info' | 'error', workloadId: string | null) =>
      sampleEvent(key, { severity, workloadId });
    await store.events.append([of('a', 'info', 'nas/web')]);
    const stored = await store.events.append([
      ...[of('b', 'info', 'nas/web'), of('c', 'error', null), of('a', 'info', 'nas/web'), of('d', 'info', 'nas/web')],
      ...[of('c', 'error', null), of('e', 'error', 'nas/db')],
    ]);
    expect(stored.map(({ message }) => message)).toEqual(['b', 'c', 'd', 'e'].map((key) => `message of ${key}`));
    expect(stored.map(({ id }) => Number(id))).toEqual(stored.map(({ id }) => Number(id)).toSorted((x, y) => x - y));
    await store.events.append([of('f', 'error', null), of('g', 'error', 'nas/db')]);
    const found = async (filter: object) =>
      (await store.events.listEvents(filter, { limit: 20 })).items.map(({ message }) => message.at(-1)).join('');
    expect([await found({}), await found({ severities: ['error'] }), await found({ workloadId: 'nas/db' })]).toEqual([
      ...['gfedcba', 'gfec', 'ge'],
    ]);
  });

  test('keeps every event of a commit in order, as it was made, and tells of it once it is durable', async () => {
    const database = await create();
    const { ledger, store, told } = await openLog(database);
    const whole = sampleEvent('a', {
      ...{ severity: 'critical', message: 'out of “memory” \u{1F4A5}', workloadId: 'w-1', ruleId: 'yaml-1' },
      metadata: { captures: { $1: 'x"y\\z', empty: '' }, suppressed: 3, late: true, nothing: null, list: [1, 'two'] },
    });
    const bare = sampleEvent('b', { source: 'system', workloadId: null, ruleId: null, metadata: {} });
    await ledger.commit({
      origins: [changeWith('web', [whole, bare]), changeWith('db', [sampleEvent('c')])],
      memories: [],
    });
    expect(await keysOf(database)).toEqual(['a', 'b', 'c']);
    expect(told).toHaveLength(3);
    const kept = await Promise.all(told.map(({ id }) => store.events.findEvent(id)));
    expect(kept).toEqual(told);
    const { key: _, ...said } = whole;
    expect(kept[0]).toEqual({ ...said, id: told[0]?.id, heldBack: 0, lastSeen: null, createdAt: 60_000 });
    expect(kept[1]).toMatchObject({ source: 'system', workloadId: null, ruleId: null, metadata: {} });
  });

  test('keeps texts that mean something to a database as they are', async () => {
    const { store } = await openLog(await create());
    const texts = ['', 'NULL', 'null', '{a,"b"}', '\\', '"', "it's $1 ?", '\n\t', '\u{1F4A5}', '\u2028', '[]'];
    const events = texts.map((text, n) =>
      sampleEvent(`${n}${text}`, { message: text, ruleId: text, metadata: { [text]: text } }),
    );
    await store.events.append(events);
    const { items } = await store.events.listEvents({}, { limit: 50 });
    expect(items.toReversed().map(({ message, ruleId, metadata }) => [message, ruleId, metadata])).toEqual(
      texts.map((text) => [text, text, { [text]: text }]),
    );
  });

  test('stores an event once, however often it is given, and tells only of what is new', async () => {
    const database = await create();
    const { ledger, clock, told } = await openLog(database);
    const first = [sampleEvent('a'), sampleEvent('b')];
    await ledger.commit({ origins: [changeWith('web', first)], memories: [] });
    await clock.advance(120_000);
    const again = [sampleEvent('b', { message: 'another' }), sampleEvent('c'), sampleEvent('c')];
    await ledger.commit({ origins: [changeWith('web', again)], memories: [] });
    expect(await keysOf(database)).toEqual(['a', 'b', 'c']);
    expect(told.map(({ message, createdAt }) => [message, createdAt])).toEqual([
      ['message of a', 60_000],
      ['message of b', 60_000],
      ['message of c', 180_000],
    ]);
    const minutes = await database.run('select minute, severity, events from event_minutes order by minute');
    expect(minutes.map(({ minute, severity, events }) => [Number(minute), severity, Number(events)])).toEqual([
      [1, 'error', 2],
      [3, 'error', 1],
    ]);
  });

  test('says on the last event of a rule how many hits were held back since, also in a commit without an event', async () => {
    const database = await create();
    const { ledger, store, told } = await openLog(database);
    await ledger.commit({
      origins: [changeWith('web', [sampleEvent('a'), sampleEvent('b')], { 1: { lastEvent: 'b' } })],
      memories: [],
    });
    const heldBackOf = async () => {
      const events = await Promise.all(told.map(({ id }) => store.events.findEvent(id)));
      return events.map((event) => [event?.heldBack, event?.lastSeen]);
    };
    expect(await heldBackOf()).toEqual([
      [0, null],
      [0, null],
    ]);
    const held = (heldBack: number, seconds: number) =>
      changeWith('web', [], {
        1: { lastEvent: 'b', heldBack, lastSeen: { seconds: 1_767_225_600 + seconds, nanos: 999_999_999 } },
        2: { heldBack: 9 },
      });
    await ledger.commit({ origins: [held(2, 7), held(5, 8)], memories: [] });
    expect(await heldBackOf()).toEqual([
      [0, null],
      [5, 1_767_225_608_999],
    ]);
    expect(told).toHaveLength(2);
  });

  test('keeps on an earlier event of a rule how many hits were held back until the next one, also in one commit with both', async () => {
    const database = await create();
    const { ledger, store, told } = await openLog(database);
    const change = changeWith('web', [sampleEvent('a'), sampleEvent('b')], {
      1: { lastEvent: 'b', heldBack: 2, lastSeen: { seconds: 9, nanos: 0 } },
    });
    const settled = [{ lastEvent: 'a', heldBack: 4, lastSeen: { seconds: 8, nanos: 0 } }];
    await ledger.commit({ origins: [settle(change, settled)], memories: [] });
    const last = [{ lastEvent: 'b', heldBack: 3, lastSeen: { seconds: 10, nanos: 0 } }];
    const behind = settle(changeWith('web', []), last);
    await ledger.commit({ origins: [behind], memories: [] });
    const events = await Promise.all(told.map(({ id }) => store.events.findEvent(id)));
    expect(events.map((event) => [event?.heldBack, event?.lastSeen])).toEqual([
      [4, 8_000],
      [3, 10_000],
    ]);
  });

  test('says so too of an event that is in the same commit, and of one that is given again', async () => {
    const database = await create();
    const { ledger, store, told } = await openLog(database);
    const commit = (heldBack: number, keys: readonly string[]) =>
      ledger.commit({
        origins: [
          changeWith(
            'web',
            keys.map((key) => sampleEvent(key)),
            { 1: { lastEvent: 'b', heldBack, lastSeen: { seconds: heldBack, nanos: 0 } } },
          ),
        ],
        memories: [],
      });
    await commit(2, ['a', 'b']);
    expect(told.map(({ message, heldBack, lastSeen }) => [message, heldBack, lastSeen])).toEqual([
      ['message of a', 0, null],
      ['message of b', 2, 2_000],
    ]);
    expect(await store.events.findEvent(told[1]?.id ?? '')).toEqual(told[1]);
    await commit(3, ['b', 'c']);
    expect(await store.events.findEvent(told[1]?.id ?? '')).toMatchObject({ heldBack: 3, lastSeen: 3_000 });
    expect(told[2]).toMatchObject({ message: 'message of c', heldBack: 0 });
  });

  test('keeps nothing of a commit that is refused, and tells of none of it', async () => {
    const database = await create();
    const { ledger, told } = await openLog(database);
    const torn = { head: 'x', appended: new Uint8Array(1), appendedFrom: 4, keepFrom: 0 };
    const refused = { ...changeWith('web', [sampleEvent('a')]), position: torn };
    await expect(ledger.commit({ origins: [refused], memories: [] })).rejects.toThrow();
    expect([await keysOf(database), told]).toEqual([[], []]);
  });

  test('takes as many as a commit may have, of many kinds, and any text', async () => {
    const database = await create();
    const { ledger, told, store } = await openLog(database);
    const odd = ['\0', '\ud800', '\\u0000', "'", '\u2028', '\x1b[31m'];
    const many = Array.from({ length: 5_000 }, (_, n) =>
      sampleEvent(`k${n}`, {
        ...{ severity: SEVERITIES[n % 4] ?? 'info', workloadId: `w${n % 50}`, ruleId: `${n % 30}` },
        message: `${odd[n % 6]} ${n}`,
        metadata: { text: odd[n % 6] ?? '' },
      }),
    );
    await ledger.commit({ origins: [changeWith('web', many)], memories: [] });
    expect(told).toHaveLength(5_000);
    const kept = await store.events.findEvent(told[1]?.id ?? '');
    expect(kept).toMatchObject({ message: '\ufffd 1', metadata: { text: '\ufffd' } });
    expect(await store.events.findEvent(told[0]?.id ?? '')).toMatchObject({
      message: '\ufffd 0',
      metadata: { text: '\0' },
    });
    const [series] = await database.run(
      'select count(*) as n, min(series_id) as least from event_log join event_series on event_series.id = event_log.series_id',
    );
    expect([Number(series?.n), Number(series?.least) > 0]).toEqual([5_000, true]);
  });

  test('appends what comes from no line, each once, and gives what is new', async () => {
    const { store, told } = await openLog(await create());
    const [first] = await store.events.append([sampleEvent('x', { source: 'deploy' })]);
    expect(first).toMatchObject({ source: 'deploy', createdAt: 60_000 });
    expect(await store.events.append([sampleEvent('x', { source: 'deploy' })])).toEqual([]);
    expect(told).toEqual([first]);
    expect(await store.events.findEvent('999')).toBeUndefined();
    expect(await store.events.append([])).toEqual([]);
  });

  test('says whether more events than so many lie between two ids, whatever ids no event has', async () => {
    const { store } = await openLog(await create());
    const append = async (key: string) => Number((await store.events.append([sampleEvent(key)]))[0]?.id);
    const first = await append('a');
    for (let again = 0; again < 5; again++) await store.events.append([sampleEvent('a')]);
    const ids = [await append('b'), await append('c'), await append('d')];
    const between = { after: first, upTo: Number(ids.at(-1)) };
    expect(await store.events.hasMoreThan(2, between)).toBe(true);
    expect(await store.events.hasMoreThan(3, between)).toBe(false);
    expect(await store.events.hasMoreThan(2, { ...between, upTo: Number(ids[1]) })).toBe(false);
  });
});

const settle = (change: OriginChange<NewEvent>, settled: readonly SettledEvent[]): OriginChange<NewEvent> => ({
  ...change,
  flood: change.flood && { ...change.flood, settled },
});
