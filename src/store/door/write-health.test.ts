import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { recordStore } from '../../../test/support/recorded-occurrences.ts';
import { WriteHealth } from './write-health.ts';

const FULL = { reason: 'disk_full', words: 'the disk is full' } as const;

/** A health whose database is full while `full` is set. */
function given() {
  const [clock, recorder] = [new ManualClock(), recordStore()];
  const state = { full: false, probes: 0 };
  const health: WriteHealth = new WriteHealth({
    clock,
    occurrences: recorder.occurrences,
    probe: async () => {
      state.probes += 1;
      await clock.sleep(100);
      if (!state.full) return health.succeeded();
      health.failed(FULL);
      throw new Error('full');
    },
  });
  return { clock, health, recorder, state };
}

describe('whether the store can be written', () => {
  test('is known for five seconds from the last write, and asked after that', async () => {
    const { clock, health, state } = given();
    health.succeeded();
    await clock.advance(4_999);
    expect(await health.check()).toEqual({ ok: true });
    expect(state.probes).toBe(0);
    await clock.advance(1);
    const check = health.check();
    await clock.advance(100);
    expect(await check).toEqual({ ok: true });
    expect(state.probes).toBe(1);
  });

  test('is asked once by all who want to know it at the same time', async () => {
    const { clock, health, state } = given();
    state.full = true;
    const checks = Promise.all([health.check(), health.check(), health.check()]);
    await clock.advance(100);
    expect(await checks).toEqual(Array(3).fill({ ok: false, reason: 'the disk is full' }));
    expect(state.probes).toBe(1);
  });

  test('is asked at most once a second while it is not', async () => {
    const { clock, health, state } = given();
    health.failed(FULL);
    state.full = true;
    for (let asked = 0; asked < 30; asked += 1) {
      const check = health.check();
      await clock.advance(100);
      expect(await check).toEqual({ ok: false, reason: 'the disk is full' });
    }
    expect(state.probes).toBe(3);
  });

  test('is answered within two seconds even when the database says nothing at all', async () => {
    const clock = new ManualClock();
    const { occurrences } = recordStore();
    const health = new WriteHealth({ clock, occurrences, probe: () => new Promise(() => {}) });
    const check = health.check();
    await clock.advance(2_000);
    expect(await check).toEqual({ ok: false, reason: 'the database does not answer as it should' });
    expect(await health.check()).toEqual({ ok: false, reason: 'the database does not answer as it should' });
  });

  test('is not believed when the attempt to write failed for a reason that nobody foresaw', async () => {
    const [clock, { occurrences }] = [new ManualClock(), recordStore()];
    const health = new WriteHealth({ clock, occurrences, probe: () => Promise.reject(new Error('no such table')) });
    expect((await health.check()).ok).toBe(false);
    expect((await health.check()).ok).toBe(false);
  });

  test('comes back by itself, and is told once with how long it lasted', async () => {
    const { clock, health, recorder } = given();
    health.failed(FULL);
    health.failed(FULL);
    await clock.advance(60_000);
    const check = health.check();
    await clock.advance(100);
    expect(await check).toEqual({ ok: true });
    health.succeeded();
    expect(recorder.recorded).toEqual([
      { what: 'failed', details: { ...FULL, first: true } },
      { what: 'failed', details: { ...FULL, first: false } },
      { what: 'recovered', details: { seconds: 60.1 } },
    ]);
  });
});
