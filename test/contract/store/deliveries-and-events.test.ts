import { expect, test } from 'vitest';
import { describeDatabases } from '../../support/databases.ts';
import { deliver } from '../../support/delivery-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { claim, keysOf, listed, markOf, START } from '../../support/outbox.ts';

describeDatabases('the outbox', (create) => {
  const open = async () => (await create()).open({ clock: new ManualClock(START) });

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
});
