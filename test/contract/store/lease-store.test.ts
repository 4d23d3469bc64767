import { describe, expect, test } from 'vitest';
import type { LeaseStore } from '../../../src/cluster/lease-store.ts';
import { describeDatabases } from '../../support/databases.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { MemoryLeaseStore } from '../../support/memory-lease-store.ts';

interface Given {
  readonly store: LeaseStore;
  /** Lets time pass for the database; a negative number sets its clock back. */
  readonly pass: (seconds: number) => Promise<unknown>;
}

const ada = { name: 'ada', pid: 11, hostname: 'one', heartbeatTimeout: 30 };
const bob = { name: 'bob', pid: 22, hostname: 'two', heartbeatTimeout: 30 };

describe('the lease in memory', () => {
  leaseStoreContract(async () => {
    const clock = new ManualClock();
    return { store: new MemoryLeaseStore(clock), pass: async (seconds) => clock.jump(seconds * 1000) };
  });
});

describeDatabases('the lease', (create) => {
  leaseStoreContract(async () => {
    const database = await create();
    const { lease: store } = await database.open();
    const pass = (by: number) => database.run(`update scheduler_lock set heartbeat_at = heartbeat_at - (${by})`);
    return { store, pass };
  });

  test('of many that want it at once one gets it, over several connections too', async () => {
    const database = await create();
    const stores = [await database.open(), await database.open({ exclusive: false })];
    const claims = Array.from({ length: 20 }, (_, n) =>
      stores[n % 2]?.lease.tryAcquire({ ...ada, name: `claimant ${n}` }),
    );
    const outcomes = (await Promise.all(claims)).map((attempt) => attempt?.outcome);
    expect(outcomes.filter((outcome) => outcome === 'acquired')).toHaveLength(1);
  });

  test('its row is the one with the id 1, and the heartbeat is in unix seconds', async () => {
    const database = await create();
    const { lease } = await database.open();
    await lease.tryAcquire(ada);
    const [row, ...more] = await database.run('select * from scheduler_lock');
    expect(more).toEqual([]);
    expect(row).toMatchObject({ name: 'ada', hostname: 'one', heartbeat_timeout: 30 });
    expect([Number(row?.id), Number(row?.pid), Number(row?.fencing)]).toEqual([1, 11, 1]);
    expect(Math.abs(Number(row?.heartbeat_at) - Date.now() / 1000)).toBeLessThan(60);
  });
});

function leaseStoreContract(given: () => Promise<Given>): void {
  test('nobody holds it at first; the first who asks gets it, with the fencing number 1', async () => {
    const { store } = await given();
    expect(await store.read()).toBeUndefined();
    expect(await store.tryAcquire(ada)).toEqual({ outcome: 'acquired', fencing: 1, overwrote: undefined });
    expect(await store.read()).toMatchObject({ ...ada, fencing: 1, isStale: false });
  });

  test('whoever asks while it is held learns who holds it, and for how long it has been silent', async () => {
    const { store, pass } = await given();
    await store.tryAcquire(ada);
    await pass(10);
    const attempt = await store.tryAcquire(bob);
    expect(attempt).toMatchObject({ outcome: 'held_by_other', holder: { ...ada, fencing: 1, isStale: false } });
    const age = attempt.outcome === 'held_by_other' ? attempt.holder.ageSeconds : 0;
    expect(age).toBeGreaterThanOrEqual(10);
    expect(age).toBeLessThan(20);
  });

  test('a heartbeat keeps it beyond its time to live', async () => {
    const { store, pass } = await given();
    await store.tryAcquire(ada);
    await pass(20);
    expect(await store.heartbeat({ name: 'ada', fencing: 1 })).toBe(true);
    await pass(20);
    expect(await store.tryAcquire(bob)).toMatchObject({ outcome: 'held_by_other' });
  });

  test('a holder that was silent for longer than its time to live is overwritten, and has lost it', async () => {
    const { store, pass } = await given();
    await store.tryAcquire(ada);
    await pass(31);
    expect(await store.read()).toMatchObject({ name: 'ada', isStale: true });
    expect(await store.tryAcquire(bob)).toMatchObject({
      outcome: 'acquired',
      fencing: 2,
      overwrote: { ...ada, fencing: 1 },
    });
    expect(await store.heartbeat({ name: 'ada', fencing: 1 })).toBe(false);
    expect(await store.release({ name: 'ada', fencing: 1 })).toBe(false);
    expect(await store.read()).toMatchObject({ name: 'bob', fencing: 2 });
  });

  test('a heartbeat from the future, left from before the clock was set back, does not hold it for hours', async () => {
    const { store, pass } = await given();
    await store.tryAcquire(ada);
    await pass(-3_600);
    expect(await store.tryAcquire(bob)).toMatchObject({ outcome: 'acquired', fencing: 2 });
  });

  test('a released lease is free at once, and the fencing number goes on growing', async () => {
    const { store } = await given();
    await store.tryAcquire(ada);
    expect(await store.release({ name: 'ada', fencing: 1 })).toBe(true);
    expect(await store.read()).toBeUndefined();
    expect(await store.tryAcquire(bob)).toEqual({ outcome: 'acquired', fencing: 2, overwrote: undefined });
  });

  test('its own holder may take it again; what the earlier tenure still does is fenced off', async () => {
    const { store } = await given();
    await store.tryAcquire(ada);
    expect(await store.tryAcquire(ada)).toEqual({ outcome: 'acquired', fencing: 2, overwrote: undefined });
    expect(await store.heartbeat({ name: 'ada', fencing: 1 })).toBe(false);
    expect(await store.heartbeat({ name: 'ada', fencing: 2 })).toBe(true);
  });
}
