import { expect, test } from 'vitest';
import type { Delivery } from '../../../src/core/deliveries/delivery.ts';
import type { ClaimedDelivery, DeliveryMark } from '../../../src/core/deliveries/delivery-work.ts';
import type { Store } from '../../../src/store/store.ts';
import type { DeliveryStore } from '../../../src/triggers/dispatch/delivery-store.ts';
import { sampleNote } from '../../support/account-samples.ts';
import { describeDatabases, postgresDatabases } from '../../support/databases.ts';
import { deliver, sampleTrigger } from '../../support/delivery-samples.ts';
import { changeWith, sampleEvent } from '../../support/event-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { POSTGRES } from '../../support/postgres-server.ts';
import { describeWith } from '../../support/requirement.ts';

/** The compiler checks here that the store fulfils the port. */
const outboxOf = (store: Store): DeliveryStore => store.deliveries;
const note = sampleNote('deliveries_retried');
const NONE: ReadonlySet<string> = new Set();
const START = Date.parse('2026-01-01T00:00:00Z');

const claim = (store: Store, triggerId: string, changes: Partial<Parameters<DeliveryStore['claim']>[0]> = {}) =>
  outboxOf(store).claim({ triggerId, limit: 100, now: START + 1_000, newestFirst: false, except: NONE, ...changes });

const markOf = (delivery: ClaimedDelivery, changes: Partial<DeliveryMark> = {}): DeliveryMark => ({
  ...{ id: delivery.id, claim: delivery.claim, state: 'delivered', dueAt: START, waitMs: 0, attemptCount: 1 },
  attempts: [
    { at: START, durationMs: 5, outcome: 'delivered', status: 204, reason: 'accepted', words: 'It was taken.' },
  ],
  ...{ death: null, endedAt: START + 5 },
  ...changes,
});

/** Whoever sends, with room for so many of trigger 1. */
function senderWith(room: number) {
  const taken: ClaimedDelivery[] = [];
  let [kept, freed] = [0, 0];
  const reserve = (triggerId: string) => {
    if (triggerId !== '1' || kept === room) return undefined;
    kept += 1;
    return { take: (delivery: ClaimedDelivery) => void taken.push(delivery), free: () => void freed++ };
  };
  return { taken, freed: () => freed, sender: { reserve, kept: () => kept } };
}

const keysOf = (claimed: readonly ClaimedDelivery[]) =>
  claimed.map(({ event }) => event.message.slice('message of '.length));
const statesOf = (items: readonly Delivery[]) =>
  items.map(({ state, death }) => (death === null ? state : `${state}: ${death}`));
const listed = async (store: Store) => (await store.deliveries.listDeliveries({}, { limit: 500 })).items;

/** A statement that writes what waits since one second after the other, the last since a second before the start. */
const backlogOf = ({ triggerId, count, firstEvent = 1 }: { triggerId: string; count: number; firstEvent?: number }) =>
  `insert into deliveries (event_id, trigger_id, pending_since, due_at)
   with recursive backlog(n) as (select 1 union all select n + 1 from backlog where n < ${count})
   select ${firstEvent} + n, '${triggerId}', ${START} - 1000 * n, ${START} - 1000 * n from backlog`;

describeDatabases('the outbox', (create) => {
  const open = async () => (await create()).open({ clock: new ManualClock(START) });

  test('has a delivery of each new event for each trigger that was planned, and of no other', async () => {
    const store = await open();
    const told: string[][] = [];
    store.events.planDeliveries(
      ({ key }) => (key === 'b' ? [] : ['1', 'yaml-0123456789abcdef']),
      (ids) => told.push([...ids]),
    );
    await store.events.append([sampleEvent('a'), sampleEvent('b'), sampleEvent('a')]);
    await store.events.append([sampleEvent('a'), sampleEvent('c')]);
    const items = await listed(store);
    expect(items.map(({ eventId, triggerId, state }) => [triggerId, state, eventId]).reverse()).toEqual(
      [0, 1, 2, 3].map((at) => [at % 2 === 0 ? '1' : 'yaml-0123456789abcdef', 'pending', expect.any(String)]),
    );
    expect(keysOf(await claim(store, '1'))).toEqual(['a', 'c']);
    expect(told).toEqual([
      ['1', 'yaml-0123456789abcdef'],
      ['1', 'yaml-0123456789abcdef'],
    ]);
    await store.events.append([sampleEvent('b')]);
    expect(told).toHaveLength(2);
  });

  test('has nothing of a transaction that is refused', async () => {
    const store = await open();
    const told: string[] = [];
    store.events.planDeliveries(
      ({ key }) => {
        if (key === 'bad') throw new Error('nobody knows');
        return ['1'];
      },
      (ids) => told.push(...ids),
    );
    await expect(store.events.append([sampleEvent('a'), sampleEvent('bad')])).rejects.toThrow('nobody knows');
    const ledger = store.watching.ledger({ fencingOf: () => undefined, writeEffects: store.events.writeEffects });
    await expect(ledger.commit({ origins: [changeWith('web', [sampleEvent('a')])], memories: [] })).rejects.toThrow();
    expect([await listed(store), told]).toEqual([[], []]);
  });

  test('gives what its sender has room for straight to him, once it is durable, and leaves the rest to be claimed', async () => {
    const store = await open();
    const { sender, taken, freed } = senderWith(2);
    const woken: string[] = [];
    store.events.planDeliveries(
      () => ['1', '2'],
      (ids) => woken.push(...ids),
      sender,
    );
    const stored = await store.events.append(['a', 'b', 'c'].map((key) => sampleEvent(key)));
    await store.events.append([sampleEvent('a')]);
    expect(taken.map(({ triggerId, event }) => [triggerId, event])).toEqual([
      ['1', stored[0]],
      ['1', stored[1]],
    ]);
    expect([freed(), woken]).toEqual([0, ['2', '1']]);
    const except = new Set(taken.map(({ id }) => id));
    expect([keysOf(await claim(store, '1', { except })), keysOf(await claim(store, '2'))]).toEqual([
      ['c'],
      ['a', 'b', 'c'],
    ]);
    const fresh = { pendingSince: START, attemptCount: 0, attempts: [] };
    expect(taken).toMatchObject([fresh, fresh]);
    const marked = await store.deliveries.mark(
      taken.map((one) => markOf(one)),
      [],
    );
    expect(marked).toEqual(except);
    // They are the first of their trigger, and listed as such.
    expect(
      (await store.deliveries.listDeliveries({ triggerId: '1' }, { limit: 9 })).items.map(({ state }) => state),
    ).toEqual([...['pending', 'delivered', 'delivered']]);
  });

  test.each(['deliveries', 'event_counts'])(
    'gives the room of its sender back where a transaction is refused: %s',
    async (table) => {
      const database = await create();
      const store = await database.open({ clock: new ManualClock(START) });
      const { sender, taken, freed } = senderWith(9);
      store.events.planDeliveries(
        () => ['1'],
        () => {},
        sender,
      );
      await database.run(`alter table ${table} rename to elsewhere`);
      await expect(store.events.append([sampleEvent('a')])).rejects.toMatchObject({ code: 'internal' });
      expect([taken, freed()]).toEqual([[], sender.kept()]);
      await database.run(`alter table elsewhere rename to ${table}`);
      await store.events.append([sampleEvent('a')]);
      expect(taken.map(({ event }) => event.message)).toEqual(['message of a']);
    },
  );

  test('gives what is due, the oldest or the newest first, and not what the caller has', async () => {
    const store = await open();
    await deliver(store, ['a', 'b', 'c', 'd'], ['1', '2']);
    const [first] = await claim(store, '1', { limit: 1 });
    expect(keysOf(first ? [first] : [])).toEqual(['a']);
    const has = new Set([first?.id ?? '']);
    expect(keysOf(await claim(store, '1', { limit: 1, newestFirst: true, except: has }))).toEqual(['d']);
    expect(await claim(store, '2', { now: START - 1 })).toEqual([]);
    expect(await store.deliveries.nextDue('2', NONE)).toBe(START);
    expect(await store.deliveries.nextDue('3', NONE)).toBeUndefined();
    expect(await store.deliveries.countPending(100)).toBe(8);
    expect(await store.deliveries.countPending(3)).toBe(3);
    expect(await store.deliveries.otherTriggers(['1'], 10)).toEqual(['2']);
  });

  test('keeps what became of each, all attempts among it', async () => {
    const store = await open();
    await deliver(store, ['a', 'b'], ['1']);
    const [a, b] = await claim(store, '1');
    if (!a || !b) throw new Error('two were due');
    const later = markOf(b, { state: 'pending', dueAt: START + 5_000, endedAt: null });
    expect([...(await store.deliveries.mark([markOf(a), later], []))].sort()).toEqual([a.id, b.id].sort());
    expect(await store.deliveries.findDelivery(a.id)).toMatchObject({
      ...{ state: 'delivered', dueAt: null, attemptCount: 1, endedAt: START + 5 },
      attempts: markOf(a).attempts,
    });
    expect(await store.deliveries.nextDue('1', NONE)).toBe(START + 5_000);
    const [again] = await claim(store, '1', { now: START + 5_000 });
    expect([again?.id, again?.attemptCount, again?.attempts]).toEqual([b.id, 1, later.attempts]);
    expect(statesOf(await store.deliveries.deliveriesOf(a.event.id))).toEqual(['delivered']);
  });

  test('ignores the late mark of one whose delivery another has by now', async () => {
    const store = await open();
    await deliver(store, ['a'], ['1']);
    const [late] = await claim(store, '1');
    if (!late) throw new Error('one was due');
    await store.deliveries.mark([markOf(late, { state: 'dead', death: 'refused' })], []);
    await store.deliveries.retry(late.id, START + 2_000, note);
    expect(await store.deliveries.mark([markOf(late, { state: 'dead', death: 'gone' })], [])).toEqual(new Set());
    expect(statesOf(await listed(store))).toEqual(['pending']);
    const [now] = await claim(store, '1', { now: START + 2_000 });
    expect([now?.attemptCount, now?.attempts.length]).toEqual([0, 1]);
  });

  test('ends what waits for a trigger that sends no more, unless it arrived meanwhile', async () => {
    const store = await open();
    await deliver(store, ['a', 'b'], ['1', '2']);
    const [a] = await claim(store, '1', { limit: 1 });
    if (!a) throw new Error('one was due');
    expect(await store.deliveries.bury({ triggerId: '1', death: 'trigger_deleted', at: START })).toBe(2);
    expect(await store.deliveries.bury({ triggerId: '2', death: 'expired', at: START, pendingBefore: START })).toBe(0);
    await store.deliveries.mark([markOf(a, { state: 'pending', endedAt: null })], []);
    expect(statesOf(await listed(store)).sort()).toEqual([
      ...['dead: trigger_deleted', 'dead: trigger_deleted'],
      ...['pending', 'pending'],
    ]);
    await store.deliveries.mark([markOf(a)], []);
    expect((await store.deliveries.findDelivery(a.id))?.state).toBe('delivered');
  });

  test('ends a backlog in small steps, and leaves what waits since a later time', async () => {
    const database = await create();
    const store = await database.open({ clock: new ManualClock(START) });
    await database.run(backlogOf({ triggerId: '1', count: 1_200 }));
    const bury = (pendingBefore: number) =>
      store.deliveries.bury({ triggerId: '1', death: 'expired', at: START, pendingBefore });
    // They wait since one second after the other.
    expect([await bury(START - 900_000), await bury(START - 900_000)]).toEqual([300, 0]);
    const steps = [await bury(START + 1), await bury(START + 1), await bury(START + 1)];
    expect([steps, await store.deliveries.countPending(9_999)]).toEqual([[500, 400, 0], 0]);
  });

  test('ends nothing of a trigger that was made or opened since the caller looked', async () => {
    const store = await open();
    const { id } = await store.triggers.createTrigger(sampleTrigger(), START, sampleNote('trigger_created'));
    await deliver(store, ['a', 'b'], [id, '777', 'yaml-0123456789abcdef']);
    const bury = (triggerId: string) =>
      store.deliveries.buryUnwanted({ triggerId, death: 'trigger_deleted', at: START });
    expect([await bury(id), await bury('777'), await bury('yaml-0123456789abcdef')]).toEqual([0, 2, 2]);
    await store.deliveries.mark([], [{ triggerId: id, shows: 'suspended', why: 'gone', at: START }]);
    await deliver(store, ['late'], [id]);
    expect(await bury(id)).toBe(1);
  });

  test('is counted whole, and says through which triggers something waits or is due', async () => {
    const database = await create();
    const store = await database.open({ clock: new ManualClock(START) });
    await database.run(backlogOf({ triggerId: '1', count: 12_000 }));
    await database.run(backlogOf({ triggerId: '2', count: 8_500, firstEvent: 50_000 }));
    const { deliveries } = store;
    expect(await Promise.all([20_500, 20_499, 10_001, 7].map((most) => deliveries.countPending(most)))).toEqual([
      ...[20_500, 20_499, 10_001, 7],
    ]);
    expect(await deliveries.countPending(1_000_000)).toBe(20_500);
    expect([await deliveries.otherTriggers([], 9), await deliveries.otherTriggers(['1'], 9)]).toEqual([
      ...[['1', '2'], ['2']],
    ]);
    expect(await deliveries.otherTriggers([], 1)).toEqual(['1']);
    expect(await deliveries.dueTriggers(['1', '2', '3'], START)).toEqual(['1', '2']);
    expect(await deliveries.dueTriggers(['2'], START - 8_500_001)).toEqual([]);
  });

  test('begins dead ones anew, one or all, and leaves delivered ones alone', async () => {
    const store = await open();
    await deliver(store, ['a', 'b', 'c'], ['1', '2']);
    const claimed = await claim(store, '1');
    const [a, ...dead] = claimed;
    if (!a) throw new Error('three were due');
    const died = dead.map((one) => markOf(one, { state: 'dead', death: 'exhausted', attemptCount: 10 }));
    await store.deliveries.mark([markOf(a), ...died], []);
    await expect(store.deliveries.retry(a.id, START, note)).rejects.toMatchObject({ code: 'conflict' });
    await expect(store.deliveries.retry('999', START, note)).rejects.toMatchObject({ code: 'not_found' });
    expect(await store.deliveries.retryDead(['2'], START, note)).toEqual({ retried: 0, isAll: true });
    expect(await store.deliveries.retryDead([], START, note)).toEqual({ retried: 0, isAll: true });
    expect(await store.deliveries.retryDead(['1', '2'], START + 9, note)).toEqual({ retried: 2, isAll: true });
    const again = await claim(store, '1');
    expect(again.map(({ attemptCount, pendingSince }) => [attemptCount, pendingSince])).toEqual([
      [0, START + 9],
      [0, START + 9],
    ]);
  });

  test('begins a thousand dead ones anew in steps, between which others write', async () => {
    const store = await open();
    const keys = Array.from({ length: 1_100 }, (_, at) => `k${at}`);
    await deliver(store, keys, ['1', '2']);
    const claimed = [...(await claim(store, '1', { limit: 2_000 })), ...(await claim(store, '2', { limit: 2_000 }))];
    expect(claimed).toHaveLength(2_200);
    await store.deliveries.mark(
      claimed.map((one) => markOf(one, { state: 'dead', death: 'refused' })),
      [],
    );
    const order: string[] = [];
    const all = store.deliveries.retryDead(['1'], START + 9, note).then((result) => {
      order.push('all');
      return result;
    });
    await store.deliveries.mark([], [{ triggerId: '2', shows: 'failing', at: START }]);
    order.push('another');
    expect(await all).toEqual({ retried: 1_100, isAll: true });
    expect(order).toEqual(['another', 'all']);
    expect(await store.deliveries.countPending(5_000)).toBe(1_100);
  });

  test('is listed newest first, by any filter, page by page', async () => {
    const store = await open();
    await deliver(store, ['a', 'b', 'c'], ['1', '2']);
    const [a] = await claim(store, '2', { limit: 1 });
    if (!a) throw new Error('one was due');
    await store.deliveries.mark([markOf(a)], []);
    const { listDeliveries } = { listDeliveries: store.deliveries.listDeliveries.bind(store.deliveries) };
    const all: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listDeliveries({}, { limit: 4, cursor });
      all.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(all).toEqual([...all].sort((x, y) => Number(y) - Number(x)));
    expect(new Set(all).size).toBe(6);
    expect(statesOf((await listDeliveries({ state: 'delivered' }, { limit: 9 })).items)).toEqual(['delivered']);
    expect((await listDeliveries({ triggerId: '2', state: 'pending' }, { limit: 9 })).items).toHaveLength(2);
    expect((await listDeliveries({ eventId: a.event.id }, { limit: 9 })).items).toHaveLength(2);
  });

  test('is found by every combination of filters, as somebody who looks at each would find it', async () => {
    const database = await create();
    const store = await database.open({ clock: new ManualClock(START) });
    await deliver(
      store,
      Array.from({ length: 30 }, (_, n) => `e${n}`),
      ['1', '2', '3'],
    );
    await database.run("update deliveries set state = 'dead' where id % 7 < 2");
    await database.run("update deliveries set state = 'delivered' where id % 7 > 3 and trigger_id <> '3'");
    const all = await listed(store);
    expect(new Set(all.map(({ state }) => state)).size).toBe(3);
    for (const state of [undefined, 'pending', 'delivered', 'dead'] as const)
      for (const triggerId of [undefined, '1', '3', '404'])
        for (const eventId of [undefined, all[4]?.eventId, '404']) {
          const filter = { state, triggerId, eventId };
          const ids = all
            .filter((one) => state === undefined || one.state === state)
            .filter((one) => triggerId === undefined || one.triggerId === triggerId)
            .filter((one) => eventId === undefined || one.eventId === eventId)
            .map(({ id }) => id);
          const found: string[] = [];
          for (let cursor: string | undefined; ; ) {
            const page = await store.deliveries.listDeliveries(filter, { limit: 4, cursor });
            expect(page.items.length).toBeLessThanOrEqual(4);
            found.push(...page.items.map(({ id }) => id));
            if (page.nextCursor === null) break;
            cursor = page.nextCursor;
          }
          expect([filter, found]).toEqual([filter, ids]);
        }
  });

  test('goes with the events that are deleted', async () => {
    const store = await open();
    await store.lease.tryAcquire({ name: 'ada', pid: 11, hostname: 'one', heartbeatTimeout: 600 });
    await deliver(store, ['a', 'b', 'c'], ['1', '2']);
    expect(await store.housekeeping.pruneEvents(1, { before: 0, keepRows: 1, limit: 99 })).toBe(2);
    expect((await listed(store)).map(({ triggerId }) => triggerId)).toEqual(['2', '1']);
    expect(keysOf(await claim(store, '1'))).toEqual(['c']);
  });

  test('keeps its event while it waits, however old that is, and goes with it afterwards', async () => {
    const store = await open();
    await store.lease.tryAcquire({ name: 'ada', pid: 11, hostname: 'one', heartbeatTimeout: 600 });
    await deliver(store, ['a', 'b', 'c'], ['1', '2']);
    await deliver(store, ['d'], []);
    const told: unknown[] = [];
    store.housekeeping.onBuried((buried) => told.push(buried));
    const first = await claim(store, '1');
    await store.deliveries.mark(
      first.map((one) => markOf(one)),
      [],
    );
    const [a, b, c] = await claim(store, '2');
    if (!a || !b || !c) throw new Error('All three wait.');
    const end = { state: 'dead', death: 'exhausted' } as const;
    await store.deliveries.mark([markOf(a, end)], []);
    const prune = () => store.housekeeping.pruneEvents(1, { before: 9 * START, keepRows: 3, limit: 99 });
    expect([await prune(), await prune()]).toEqual([2, 0]);
    expect((await listed(store)).map(({ triggerId, state }) => `${triggerId} ${state}`)).toEqual([
      ...['2 pending', '1 delivered', '2 pending', '1 delivered'],
    ]);
    await store.deliveries.mark([markOf(b), markOf(c, end)], []);
    expect([await prune(), await listed(store), told]).toEqual([2, [], []]);
  });

  test('that waits leaves room for others to be deleted, as far as a step looks', async () => {
    const store = await open();
    await store.lease.tryAcquire({ name: 'ada', pid: 11, hostname: 'one', heartbeatTimeout: 600 });
    const many = (of: string, count: number) => Array.from({ length: count }, (_, n) => `${of} ${n}`);
    await deliver(store, many('waits', 19), ['1']);
    await deliver(store, many('over', 3), []);
    const prune = () => store.housekeeping.pruneEvents(1, { before: 9 * START, keepRows: 99, limit: 2 });
    expect([await prune(), await prune(), await prune()]).toEqual([1, 1, 1]);
    await deliver(store, many('more', 2), ['1']);
    await deliver(store, many('behind', 1), []);
    expect(await prune()).toBe(0);
    expect(await store.deliveries.countPending(99)).toBe(21);
  });

  test('ends with its event where there are more of those than may be, which is told', async () => {
    const store = await open();
    await store.lease.tryAcquire({ name: 'ada', pid: 11, hostname: 'one', heartbeatTimeout: 600 });
    await deliver(store, ['a', 'b', 'c', 'd'], ['1', '2']);
    const [a] = await claim(store, '2');
    if (a) await store.deliveries.mark([markOf(a)], []);
    const told: unknown[] = [];
    store.housekeeping.onBuried((buried) => told.push(buried));
    expect(await store.housekeeping.pruneEvents(1, { before: 9 * START, keepRows: 1, limit: 99 })).toBe(3);
    expect(told.toSorted((one, other) => JSON.stringify(one).localeCompare(JSON.stringify(other)))).toEqual([
      { triggerId: '1', death: 'event_deleted', count: 3 },
      { triggerId: '2', death: 'event_deleted', count: 2 },
    ]);
    expect((await listed(store)).map(({ triggerId }) => triggerId)).toEqual(['2', '1']);
  });

  test('counts for how long a trigger fails, in which nothing counts that is longer than any wait between two attempts', async () => {
    const store = await open();
    const hour = 3_600_000;
    const fails = async (at: number) => {
      await store.deliveries.mark([], [{ triggerId: '1', shows: 'failing', at }]);
      return (await store.triggers.loadTriggers()).standings.get('1');
    };
    await fails(START);
    expect(await fails(START + hour)).toMatchObject({ failingSince: START, failedAt: START + hour, failingMs: hour });
    expect(await fails(START + 121 * hour)).toMatchObject({ failedAt: START + 121 * hour, failingMs: 13 * hour });
    // A clock that is set back counts nothing, and is followed.
    expect(await fails(START + 2 * hour)).toMatchObject({ failedAt: START + 2 * hour, failingMs: 13 * hour });
    const before = await store.triggers.revision();
    expect(await fails(START + 2 * hour + 60_000)).toMatchObject({ failedAt: START + 2 * hour });
    expect(await store.triggers.revision()).toBe(before);
    await store.deliveries.mark([], [{ triggerId: '1', shows: 'success' }]);
    expect(await fails(START + 3 * hour)).toMatchObject({ failingSince: START + 3 * hour, failingMs: 0 });
  });

  test('says what deliveries show of a trigger, and ends what waits when it is suspended', async () => {
    const store = await open();
    await deliver(store, ['a', 'b'], ['1', '2']);
    const before = await store.triggers.revision();
    await store.deliveries.mark([], [{ triggerId: '1', shows: 'failing', at: START }]);
    await store.deliveries.mark([], [{ triggerId: '1', shows: 'failing', at: START + 5 }]);
    expect((await store.triggers.loadTriggers()).standings.get('1')?.failingSince).toBe(START);
    expect(await store.triggers.revision()).toBe(before + 1);
    await store.deliveries.mark([], [{ triggerId: '1', shows: 'success' }]);
    expect((await store.triggers.loadTriggers()).standings.size).toBe(0);
    await store.deliveries.mark([], [{ triggerId: '1', shows: 'suspended', why: 'gone', at: START + 7 }]);
    await store.deliveries.mark([], [{ triggerId: '1', shows: 'success' }]);
    const { standings } = await store.triggers.loadTriggers();
    expect(standings.get('1')).toMatchObject({ suspendedAt: START + 7, suspension: 'gone' });
    expect(statesOf(await listed(store)).sort()).toEqual([
      ...['dead: trigger_suspended', 'dead: trigger_suspended'],
      ...['pending', 'pending'],
    ]);
  });
});

describeWith(POSTGRES, 'the outbox of several instances', () => {
  const create = postgresDatabases();

  test('gives each delivery to one of them, and to another when its lease has run out', async () => {
    const database = await create();
    const clock = new ManualClock(START);
    const [one, other] = [await database.open({ clock }), await database.open({ clock })];
    const keys = Array.from({ length: 40 }, (_, n) => `event ${n}`);
    await deliver(one, keys, ['1']);
    const claims = await Promise.all([one, other, one, other].map((store) => claim(store, '1', { limit: 10 })));
    const ids = claims.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = [...(await claim(one, '1')), ...(await claim(other, '1'))];
    expect([ids.length + rest.length, await claim(one, '1')]).toEqual([40, []]);
    expect([await one.deliveries.nextDue('1', NONE), await one.deliveries.dueTriggers(['1'], START)]).toEqual([
      ...[undefined, []],
    ]);
    // Taken while the database's clock was an hour ahead, which it is no more.
    await database.run('update deliveries set leased_until = leased_until + 3600000 where id <= 4');
    const freed = await claim(other, '1');
    expect(freed).toHaveLength(4);
    // Both stand still for half a lease, then for longer than one.
    await database.run('update deliveries set leased_until = leased_until - 30000');
    expect(await claim(other, '1')).toEqual([]);
    await database.run('update deliveries set leased_until = leased_until - 31000');
    const again = await claim(other, '1');
    expect(keysOf(again).toSorted()).toEqual(keys.toSorted());
    expect(Math.min(...freed.map(({ claim: number }) => number))).toBeGreaterThan(
      Math.max(...claims.flat().map(({ claim: number }) => number)),
    );
    const late = claims.flat().map((delivery) => markOf(delivery));
    expect(await one.deliveries.mark(late, [])).toEqual(new Set());
    expect(
      (
        await other.deliveries.mark(
          again.map((delivery) => markOf(delivery)),
          [],
        )
      ).size,
    ).toBe(40);
  });

  test('gives what is handed over to nobody else, until its lease has run out', async () => {
    const database = await create();
    const clock = new ManualClock(START);
    const [one, other] = [await database.open({ clock }), await database.open({ clock })];
    const { sender, taken } = senderWith(2);
    one.events.planDeliveries(
      () => ['1'],
      () => {},
      sender,
    );
    await one.events.append(['a', 'b', 'c'].map((key) => sampleEvent(key)));
    expect(keysOf(await claim(other, '1'))).toEqual(['c']);
    expect([await other.deliveries.nextDue('1', NONE), await other.deliveries.dueTriggers(['1'], START)]).toEqual([
      ...[undefined, []],
    ]);
    const [a, b] = taken;
    if (!a || !b) throw new Error('There was room for two.');
    expect(await one.deliveries.mark([markOf(a)], [])).toEqual(new Set([a.id]));
    await database.run('update deliveries set leased_until = leased_until - 59000');
    expect(await claim(other, '1')).toEqual([]);
    await database.run('update deliveries set leased_until = leased_until - 1001');
    const [again] = (await claim(other, '1')).filter(({ id }) => id === b.id);
    expect(again?.claim).toBeGreaterThan(b.claim);
    expect(await one.deliveries.mark([markOf(b)], [])).toEqual(new Set());
  });

  test('leaves a claim that a crash of the server forgot to whoever has it, as long as nobody has claimed it since', async () => {
    const database = await create();
    const store = await database.open({ clock: new ManualClock(START) });
    await deliver(store, ['a', 'b'], ['1']);
    const [held, free] = await claim(store, '1');
    if (!held || !free) throw new Error('two were due');
    await database.run('update deliveries set leased_until = null, claim = 0');
    expect(keysOf(await claim(store, '1', { except: new Set([held.id]) }))).toEqual(keysOf([free]));
    expect(await store.deliveries.mark([markOf(held), markOf(free)], [])).toEqual(new Set([held.id]));
    expect(statesOf(await listed(store)).toSorted()).toEqual(['delivered', 'pending']);
  });

  test('knows a claim that a crash of the server forgot from the one that came after it', async () => {
    const database = await create();
    const clock = new ManualClock(START);
    const [one, other] = [await database.open({ clock }), await database.open({ clock })];
    await deliver(one, ['a'], ['1']);
    const before = 'update deliveries set leased_until = null, claim = ';
    const [forgotten] = await claim(one, '1');
    // As the row was before the claim, which is how the server finds it after a crash.
    await database.run(`${before} 0`);
    const [now] = await claim(other, '1');
    if (!forgotten || !now) throw new Error('one was due each time');
    const dead = markOf(forgotten, { state: 'dead', death: 'refused' });
    expect([await one.deliveries.mark([dead], []), statesOf(await listed(one))]).toEqual([new Set(), ['pending']]);
    await other.deliveries.mark([markOf(now, { state: 'dead', death: 'refused' })], []);
    // Begun anew since, by somebody who knew nothing of what was forgotten.
    await other.deliveries.retry(now.id, START, note);
    expect([await one.deliveries.mark([dead], []), statesOf(await listed(one))]).toEqual([new Set(), ['pending']]);
    // A clock that was set back gives no number twice.
    await database.run(`${before} ${now.claim + 3_600_000_000}`);
    const [later] = await claim(one, '1');
    expect(later?.claim).toBe(now.claim + 3_600_000_001);
  });
});
