import { describe, expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { MemoryLeaseStore } from '../../test/support/memory-lease-store.ts';
import { recordLease } from '../../test/support/recorded-occurrences.ts';
import { SAVED_WITHIN_MS } from '../core/signals/stop-times.ts';
import type { BackgroundTask, Tenure } from './background-task.ts';
import { Lease } from './lease.ts';

const TTL = 30;
const HEARTBEAT = 10;

/** A task that notes its tenures and whether they are over. */
class Watch implements BackgroundTask {
  readonly name = 'watch';
  readonly tenures: Tenure[] = [];

  run(tenure: Tenure): Promise<void> {
    this.tenures.push(tenure);
    return new Promise((resolve) => tenure.signal.addEventListener('abort', () => resolve(), { once: true }));
  }

  /** The fencing numbers under which it works now. */
  get working(): readonly number[] {
    return this.tenures.filter((tenure) => !tenure.signal.aborted).map((tenure) => tenure.fencing);
  }
}

/** One instance that runs until the test ends. */
function instance(
  name: string,
  store: MemoryLeaseStore,
  { clock = new ManualClock(), tasks = [] as BackgroundTask[] } = {},
) {
  const [task, recorder, stopping] = [new Watch(), recordLease(), new AbortController()];
  const lease = new Lease({
    store,
    clock,
    ttlSeconds: TTL,
    heartbeatSeconds: HEARTBEAT,
    identity: { name, pid: name.length, hostname: `host of ${name}` },
    occurrences: recorder.occurrences,
    tasks: [task, ...tasks],
  });
  const running = lease.run(stopping.signal);
  onTestFinished(async () => {
    stopping.abort();
    store.silent = false;
    await clock.advance(10_000);
    await running;
  });
  return { lease, task, recorder, clock, running, stop: () => stopping.abort() };
}

function given() {
  const clock = new ManualClock();
  return { clock, store: new MemoryLeaseStore(clock) };
}

describe('the lease', () => {
  test('is taken at once when it is free, and the tasks begin with its fencing number', async () => {
    const { clock, store } = given();
    const ada = instance('ada', store, { clock });
    await clock.advance(0);
    expect(ada.task.working).toEqual([1]);
    expect(ada.recorder.recorded).toMatchObject([{ what: 'acquired', details: { fencing: 1 } }]);
    expect(await ada.lease.status()).toEqual({
      locked: true,
      pid: 3,
      hostname: 'host of ada',
      age_seconds: 0,
      is_stale: false,
      ttl_remaining: 30,
      fencing: 1,
    });
  });

  test('is kept by heartbeats for as long as the instance lives', async () => {
    const { clock, store } = given();
    const ada = instance('ada', store, { clock });
    await clock.advance(3_600_000);
    expect(store.heartbeats).toBe(360);
    expect(ada.task.tenures).toHaveLength(1);
    expect(ada.recorder.names()).toEqual(['acquired']);
  });

  test('of two instances one works; the other says once who holds it, and says so again only for another holder', async () => {
    const { clock, store } = given();
    instance('ada', store, { clock });
    await clock.advance(0);
    const bob = instance('bob', store, { clock });
    await clock.advance(600_000);
    expect(bob.task.working).toEqual([]);
    expect(bob.recorder.recorded).toMatchObject([
      { what: 'heldByOther', details: { pid: 3, hostname: 'host of ada' } },
    ]);
    await store.release({ name: 'ada', fencing: 1 });
    await store.tryAcquire({ name: 'eve', pid: 5, hostname: 'three', heartbeatTimeout: 3_600 });
    await clock.advance(600_000);
    expect(bob.recorder.names()).toEqual(['heldByOther', 'heldByOther']);
  });

  test('a holder that was killed is overwritten within its time to live and one heartbeat', async () => {
    const { clock, store } = given();
    await store.tryAcquire({ name: 'dead', pid: 9, hostname: 'gone', heartbeatTimeout: TTL });
    const bob = instance('bob', store, { clock });
    await clock.advance(TTL * 1000);
    expect(bob.task.working).toEqual([]);
    await clock.advance(HEARTBEAT * 1000);
    expect(bob.task.working).toEqual([2]);
    expect(bob.recorder.names()).toEqual(['heldByOther', 'staleOverwritten', 'acquired']);
    expect(bob.recorder.recorded[1]?.details).toMatchObject({ pid: 9, hostname: 'gone', fencing: 1 });
  });

  test('is given back at stop, after the tasks have ended, so that another need not wait', async () => {
    const { clock, store } = given();
    const ada = instance('ada', store, { clock });
    await clock.advance(0);
    ada.stop();
    await ada.running;
    expect(ada.task.working).toEqual([]);
    expect(await store.read()).toBeUndefined();
    expect(ada.recorder.names()).toEqual(['acquired', 'released']);
    expect(await ada.lease.status()).toMatchObject({ locked: false, pid: null, is_stale: false, fencing: null });
  });

  test.each([
    ['fails', (store: MemoryLeaseStore) => Object.assign(store, { broken: true })],
    ['does not answer', (store: MemoryLeaseStore) => Object.assign(store, { silent: true })],
  ])('is not said to be given back when the store %s at stop', async (_, set) => {
    const { clock, store } = given();
    const ada = instance('ada', store, { clock });
    await clock.advance(0);
    set(store);
    ada.stop();
    await clock.advance(SAVED_WITHIN_MS);
    await ada.running;
    expect(ada.recorder.names()).toEqual(['acquired']);
  });

  test('that is no longer ours at stop is left alone, and that is told', async () => {
    const { clock, store } = given();
    const ada = instance('ada', store, { clock });
    await clock.advance(0);
    await store.release({ name: 'ada', fencing: 1 });
    await store.tryAcquire({ name: 'eve', pid: 5, hostname: 'three', heartbeatTimeout: TTL });
    ada.stop();
    await ada.running;
    expect(ada.recorder.names()).toEqual(['acquired', 'releaseMismatched']);
    expect(await store.read()).toMatchObject({ name: 'eve' });
  });

  test('that another has taken is noticed with the next heartbeat: the tasks stop, once', async () => {
    const { clock, store } = given();
    const ada = instance('ada', store, { clock });
    await clock.advance(0);
    await store.release({ name: 'ada', fencing: 1 });
    await store.tryAcquire({ name: 'eve', pid: 5, hostname: 'three', heartbeatTimeout: 3_600 });
    await clock.advance(60_000);
    expect(ada.task.working).toEqual([]);
    expect(ada.recorder.names()).toEqual(['acquired', 'heartbeatLost', 'heldByOther']);
    expect(ada.recorder.recorded[1]?.details).toEqual({ reason: 'taken_over', fencing: 1 });
  });

  test.each([
    ['fails', (store: MemoryLeaseStore, is: boolean) => Object.assign(store, { broken: is })],
    ['does not answer', (store: MemoryLeaseStore, is: boolean) => Object.assign(store, { silent: is })],
  ])('while the store %s the tasks stop before the time to live is over, and begin again after it', async (_, set) => {
    const { clock, store } = given();
    const ada = instance('ada', store, { clock });
    await clock.advance(15_000); // The last heartbeat that succeeded was at 10 s.
    set(store, true);
    await clock.advance(24_999);
    expect(ada.task.working).toEqual([1]);
    await clock.advance(1);
    expect(ada.task.working).toEqual([]);
    await clock.advance(600_000);
    expect(ada.recorder.names()).toEqual(['acquired', 'heartbeatLost']);
    expect(ada.recorder.recorded[1]?.details.reason).toBe('store_unavailable');
    set(store, false);
    await clock.advance((TTL + HEARTBEAT) * 1000);
    expect(ada.task.working).toEqual([2]);
    expect(ada.recorder.names()).toEqual(['acquired', 'heartbeatLost', 'acquired']);
  });

  test('an outage that is shorter than the time to live is survived without a word', async () => {
    const { clock, store } = given();
    const ada = instance('ada', store, { clock });
    await clock.advance(9_000);
    store.broken = true;
    await clock.advance(15_000);
    store.broken = false;
    await clock.advance(60_000);
    expect(ada.recorder.names()).toEqual(['acquired']);
    expect(ada.task.working).toEqual([1]);
  });

  test('a process that stood still for longer than the time to live stops its tasks when it wakes, before it asks anybody', async () => {
    const { clock: databaseClock, store } = given();
    const ada = instance('ada', store);
    await ada.clock.advance(0);
    databaseClock.jump(60_000);
    store.broken = true;
    ada.clock.freeze(60_000);
    await ada.clock.advance(0);
    expect(ada.task.working).toEqual([]);
    expect(ada.recorder.recorded[1]).toMatchObject({ what: 'heartbeatLost', details: { reason: 'paused' } });
  });

  test('an instance whose clock is an hour off, or jumps, changes nothing', async () => {
    const { clock, store } = given();
    const ada = instance('ada', store, { clock });
    const wrong = new ManualClock(clock.now() + 3_600_000);
    await clock.advance(0);
    const bob = instance('bob', store, { clock: wrong });
    for (let minute = 0; minute < 10; minute += 1) {
      wrong.jump(minute % 2 ? 7_200_000 : -7_200_000);
      for (let second = 0; second < 60; second += 1) await Promise.all([clock.advance(1_000), wrong.advance(1_000)]);
    }
    expect([ada.task.working, bob.task.working]).toEqual([[1], []]);
    expect(bob.recorder.names()).toEqual(['heldByOther']);
  });

  test('a task that does not listen to its signal delays the end for three seconds, not for ever', async () => {
    const { clock, store } = given();
    const deaf: BackgroundTask = { name: 'deaf', run: () => new Promise(() => {}) };
    const ada = instance('ada', store, { clock, tasks: [deaf] });
    await clock.advance(0);
    ada.stop();
    await clock.advance(2_999);
    expect(await store.read()).toBeDefined();
    await clock.advance(1);
    await ada.running;
    expect(await store.read()).toBeUndefined();
  });

  test('is given back in all the time that the tasks leave, and in no more', async () => {
    const { clock, store } = given();
    const ada = instance('ada', store, { clock });
    await clock.advance(0);
    const release = store.release.bind(store);
    store.release = (lease) => clock.sleep(SAVED_WITHIN_MS - 100).then(() => release(lease));
    ada.stop();
    await clock.advance(SAVED_WITHIN_MS - 100);
    await ada.running;
    expect(ada.recorder.names()).toEqual(['acquired', 'released']);
    const deaf: BackgroundTask = { name: 'deaf', run: () => new Promise(() => {}) };
    const bob = instance('bob', store, { clock, tasks: [deaf] });
    await clock.advance(0);
    let ended = false;
    void bob.running.then(() => {
      ended = true;
    });
    bob.stop();
    await clock.advance(SAVED_WITHIN_MS);
    expect([ended, bob.recorder.names()]).toEqual([true, ['acquired']]);
  });
});
