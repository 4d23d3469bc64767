import { expect, test } from 'vitest';
import { sampleNote } from '../../support/account-samples.ts';
import { describeDatabases } from '../../support/databases.ts';
import { deliver, sampleTrigger } from '../../support/delivery-samples.ts';
import { changeWith, sampleEvent } from '../../support/event-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { backlogOf, claim, keysOf, listed, mark, markOf, NONE, note, START, statesOf } from '../../support/outbox.ts';

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
    expect(await mark(store, markOf(a), later)).toEqual(new Set([a.id, b.id]));
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
    expect(await mark(store, markOf(late, { state: 'dead', death: 'gone' }))).toEqual(NONE);
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

  test('lets one that waits do so no longer where somebody says so, with its attempts counted as before', async () => {
    const store = await open();
    await deliver(store, ['a'], ['1']);
    const [a] = await claim(store, '1');
    if (!a) throw new Error('one was due');
    const later = { state: 'pending', dueAt: START + 7_200_000, waitMs: 7_200_000, attemptCount: 6 } as const;
    await store.deliveries.mark([markOf(a, { ...later, endedAt: null })], []);
    expect(await claim(store, '1')).toEqual([]);
    expect(await store.deliveries.retry(a.id, START + 9, note)).toMatchObject({ state: 'pending', dueAt: START + 9 });
    const [again] = await claim(store, '1');
    expect([again?.id, again?.attemptCount, again?.pendingSince]).toEqual([a.id, 6, a.pendingSince]);
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

  test('suspends no trigger for failing through which something came since that was seen', async () => {
    const store = await open();
    const hour = 3_600_000;
    const standing = async () => (await store.triggers.loadTriggers()).standings.get('1');
    const fails = (at: number) => ({ triggerId: '1', shows: 'failing', at }) as const;
    const hopeless = (at: number) => ({ triggerId: '1', shows: 'suspended', why: 'failing', at }) as const;
    await deliver(store, ['a'], ['1']);
    for (let n = 0; n <= 9; n++) await store.deliveries.mark([], [fails(START + 12 * n * hour)]);
    const after = START + 120 * hour;
    await store.deliveries.mark([], [{ triggerId: '1', shows: 'success' }, hopeless(after)]);
    expect([await standing(), await store.deliveries.countPending(9)]).toEqual([
      expect.objectContaining({ failingSince: after, failingMs: 0, suspension: null }),
      1,
    ]);
    for (let n = 1; n <= 9; n++) await store.deliveries.mark([], [fails(after + 12 * n * hour)]);
    await store.deliveries.mark([], [hopeless(after + 120 * hour - 1)]);
    expect((await standing())?.suspension).toBe(null);
    await store.deliveries.mark([], [hopeless(after + 121 * hour)]);
    expect([(await standing())?.suspension, await store.deliveries.countPending(9)]).toEqual(['failing', 0]);
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
