import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { TocsinError } from '../core/errors.ts';
import { createHousekeeping, type HousekeepingStore } from './housekeeping.ts';

/** A store that has so many rows to delete, and notes what it was asked. */
class Heap implements HousekeepingStore {
  readonly asked: Record<string, number>[] = [];
  sessions = 0;
  entries = 0;
  origins = 0;
  events = 0;
  hours = 0;
  lives = 0;

  async deleteEndedSessions(fencing: number, ended: { expiredBefore: number; idleBefore: number; limit: number }) {
    this.asked.push({ fencing, ...ended });
    const count = Math.min(this.sessions, ended.limit);
    this.sessions -= count;
    return count;
  }

  async pruneAudit(fencing: number, bound: { before: number; keepRows: number; limit: number }) {
    this.asked.push({ fencing, ...bound });
    const count = Math.min(this.entries, bound.limit);
    this.entries -= count;
    return count;
  }

  async deleteGoneOrigins(fencing: number, gone: { before: number; limit: number }) {
    this.asked.push({ fencing, ...gone });
    const count = Math.min(this.origins, gone.limit);
    this.origins -= count;
    return count;
  }

  async pruneEvents(fencing: number, bound: { before: number; keepRows: number; limit: number }) {
    this.asked.push({ fencing, ...bound });
    const count = Math.min(this.events, bound.limit);
    this.events -= count;
    return count;
  }

  async forgetEventHours(fencing: number, old: { before: number; limit: number }) {
    this.asked.push({ fencing, ...old });
    const count = Math.min(this.hours, old.limit);
    this.hours -= count;
    return count;
  }

  async forgetLives(fencing: number, unread: { unreadForSeconds: number; limit: number }) {
    this.asked.push({ fencing, ...unread });
    const count = Math.min(this.lives, unread.limit);
    this.lives -= count;
    return count;
  }
}

function given() {
  const [clock, store, over, told] = [new ManualClock(), new Heap(), new AbortController(), [] as unknown[]];
  const occurrences = {
    sessionsExpired: ({ count }: { count: number }) => told.push(['sessions', count]),
    auditPruned: ({ count }: { count: number }) => told.push(['audit', count]),
    originsForgotten: ({ count }: { count: number }) => told.push(['origins', count]),
    eventsPruned: ({ count }: { count: number }) => told.push(['events', count]),
  };
  const task = createHousekeeping({
    store,
    clock,
    occurrences,
    sessionIdleMs: 1_000,
    auditAgeMs: 2_000,
    auditRows: 70,
    eventAgeMs: 4_000,
    eventRows: 90,
  });
  return { clock, store, over, told, run: () => task.run({ fencing: 7, signal: over.signal }) };
}

describe('housekeeping', () => {
  test('deletes what has ended by now, with the fencing number of its tenure, every ten minutes', async () => {
    const { clock, store, over, told, run } = given();
    const now = clock.now();
    const running = run();
    await clock.advance(0);
    expect(store.asked).toEqual([
      { fencing: 7, expiredBefore: now, idleBefore: now - 1_000, limit: 500 },
      { fencing: 7, before: now - 2_000, keepRows: 70, limit: 500 },
      { fencing: 7, before: now - 7 * 24 * 3_600_000, limit: 500 },
      { fencing: 7, before: now - 4_000, keepRows: 90, limit: 200 },
      { fencing: 7, before: now - 24 * 3_600_000, limit: 500 },
      { fencing: 7, unreadForSeconds: 30 * 24 * 3_600, limit: 500 },
    ]);
    expect(told).toEqual([]);
    await clock.advance(599_999);
    expect(store.asked).toHaveLength(6);
    await clock.advance(1);
    expect(store.asked).toHaveLength(12);
    over.abort();
    await running;
  });

  test('works in batches, with pauses in which others may write, and says how much it was', async () => {
    const { clock, store, over, told, run } = given();
    store.sessions = 1_200;
    store.entries = 30;
    store.origins = 600;
    store.events = 1_001;
    store.hours = 700;
    store.lives = 501;
    const running = run();
    await clock.advance(0);
    expect(store.sessions).toBe(700);
    await clock.advance(1_000);
    expect(told).toEqual([
      ['sessions', 1_200],
      ['audit', 30],
      ['origins', 600],
      ['events', 1_001],
    ]);
    expect([store.hours, store.lives]).toEqual([0, 0]);
    over.abort();
    await running;
  });

  test('goes on at once with what one round leaves, for as long as there is more than a round deletes', async () => {
    const { clock, store, over, told, run } = given();
    store.events = 500_001;
    store.sessions = 10;
    const running = run();
    await clock.advance(130_000);
    expect(store.events).toBe(0);
    expect(told).toEqual([
      ['sessions', 10],
      ['events', 200_000],
      ['events', 200_000],
      ['events', 100_001],
    ]);
    over.abort();
    await running;
  });

  test('stops between two batches when its tenure is over', async () => {
    const { clock, store, over, run } = given();
    store.sessions = 100_000;
    const running = run();
    await clock.advance(0);
    over.abort();
    await running;
    expect(store.sessions).toBe(99_500);
  });

  test('ends when the store refuses its fencing number', async () => {
    const { store, run } = given();
    store.deleteEndedSessions = () => Promise.reject(new TocsinError('lease_lost', 'words'));
    await expect(run()).rejects.toMatchObject({ code: 'lease_lost' });
  });
});
