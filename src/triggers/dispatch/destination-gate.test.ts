import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DestinationGate, type SendEnd } from './destination-gate.ts';

const LIMITS = { concurrency: 4, burst: 3, perSecond: 2 };
const FAILING: SendEnd = { shows: 'failing' };
const THERE: SendEnd = { shows: 'there' };

function fail(gate: DestinationGate, now: number): void {
  expect(gate.room(now)).toBeGreaterThan(0);
  gate.began(now);
  gate.ended(now, FAILING);
}

describe('a destination', () => {
  test('keeps its bounds whatever happens', () => {
    const step = fc.record({
      after: fc.integer({ min: 0, max: 20_000 }),
      begin: fc.integer({ min: 0, max: 6 }),
      end: fc.integer({ min: 0, max: 4 }),
      shows: fc.constantFrom<SendEnd>(THERE, FAILING, { shows: 'nothing' }, { shows: 'limited', forMs: 5_000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const gate = new DestinationGate(LIMITS);
        const begun: number[] = [];
        let [now, running, pausedUntil] = [0, 0, 0];
        for (const { after, begin, end, shows } of steps) {
          now += after;
          for (let n = 0; n < begin && gate.room(now) > 0; n++) {
            expect(now).toBeGreaterThanOrEqual(pausedUntil);
            gate.began(now);
            begun.push(now);
            running += 1;
          }
          expect(running).toBeLessThanOrEqual(LIMITS.concurrency);
          for (let n = 0; n < end && running > 0; n++, running--) {
            gate.ended(now, shows);
            if (shows.shows === 'limited') pausedUntil = Math.max(pausedUntil, now + shows.forMs);
          }
          expect(gate.running).toBe(running);
          const at = gate.room(now) > 0 ? now : gate.roomAt(now);
          // Where time alone makes room, it does so when it was said.
          if (at !== undefined && running === 0) {
            now = Math.ceil(at);
            expect(gate.room(now)).toBeGreaterThan(0);
          }
        }
        for (const from of begun)
          expect(begun.filter((at) => at >= from && at <= from + 1_000).length).toBeLessThanOrEqual(
            LIMITS.burst + LIMITS.perSecond,
          );
      }),
    );
  });

  test('is left alone after five failures in a row, ever longer, with one probe at a time', () => {
    const gate = new DestinationGate({ concurrency: 4, burst: 100, perSecond: 100 });
    for (let n = 0; n < 4; n++) fail(gate, 0);
    gate.began(0);
    gate.ended(0, THERE);
    for (let n = 0; n < 5; n++) fail(gate, 0);
    expect([gate.isOpen, gate.room(29_999), gate.roomAt(1)]).toEqual([true, 0, 30_000]);
    expect([gate.leftAloneUntil(29_999), gate.leftAloneUntil(30_000)]).toEqual([30_000, undefined]);
    let now = 30_000;
    for (const seconds of [60, 120, 240, 480, 600, 600]) {
      expect(gate.room(now)).toBe(1);
      gate.began(now);
      expect([gate.room(now), gate.roomAt(now)]).toEqual([0, undefined]);
      gate.ended(now, FAILING);
      expect(gate.roomAt(now)).toBe(now + seconds * 1_000);
      now += seconds * 1_000;
    }
    gate.began(now);
    gate.ended(now, THERE);
    expect([gate.isOpen, gate.room(now)]).toEqual([false, 4]);
  });

  test('is not left alone longer because of what was begun before it failed', () => {
    const gate = new DestinationGate({ concurrency: 8, burst: 100, perSecond: 100 });
    for (let n = 0; n < 8; n++) gate.began(0);
    for (let n = 0; n < 8; n++) gate.ended(n, FAILING);
    expect(gate.roomAt(10)).toBe(30_004);
  });

  test('is left alone for as long as it says, and no longer', () => {
    const gate = new DestinationGate(LIMITS);
    expect(gate.leftAloneUntil(0)).toBeUndefined();
    gate.began(0);
    gate.ended(10, { shows: 'limited', forMs: 5_000 });
    expect([gate.leftAloneUntil(10), gate.leftAloneUntil(5_010)]).toEqual([5_010, undefined]);
  });

  test('is probed again when a probe was given up', () => {
    const gate = new DestinationGate({ concurrency: 4, burst: 100, perSecond: 100 });
    for (let n = 0; n < 5; n++) fail(gate, 0);
    gate.began(30_000);
    gate.ended(30_000, { shows: 'nothing' });
    expect(gate.room(30_000)).toBe(1);
  });
});
