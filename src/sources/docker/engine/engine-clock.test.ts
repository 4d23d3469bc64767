import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { millisecondsOf, stampOfMilliseconds } from '../../../core/lines/stamp.ts';
import { EngineClock, parseEngineTime } from './engine-clock.ts';

const START = Date.parse('2026-11-21T03:29:01Z');

describe('the time by an engine’s clock', () => {
  test('is unknown until an answer told it', () => {
    const clock = new EngineClock();
    expect(clock.at(5)).toBe(undefined);
    clock.header(undefined, { sent: 0, answered: 1 });
    clock.header('yesterday', { sent: 0, answered: 1 });
    expect(clock.at(5)).toBe(undefined);
  });

  test('goes on from what an answer told, as if that had been written at the last moment', () => {
    const clock = new EngineClock();
    clock.exact({ seconds: START / 1000, nanos: 500_000_000 }, { sent: 100, answered: 130 });
    expect(told(clock, 130)).toBe(START + 500);
    expect(told(clock, 1_130)).toBeCloseTo(START + 1_500, 0);
    expect(told(clock, 1_130)).toBeLessThanOrEqual(START + 1_500);
  });

  test('is never later than it really is, nor more than it must be earlier, whatever the answers', () => {
    const answer = fc.record({
      wait: fc.integer({ min: 0, max: 5_000 }),
      way: fc.integer({ min: 0, max: 300 }),
      back: fc.integer({ min: 0, max: 300 }),
      exact: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.nat(999), fc.array(answer, { minLength: 1, maxLength: 30 }), (offset, answers) => {
        const clock = new EngineClock();
        let monotonic = 0;
        const real = (at: number) => START + offset + at;
        for (const { wait, way, back, exact } of answers) {
          const sent = monotonic + wait;
          const written = real(sent + way);
          monotonic = sent + way + back;
          if (exact) clock.exact(stampOfMilliseconds(written), { sent, answered: monotonic });
          else clock.header(new Date(written).toUTCString(), { sent, answered: monotonic });
          const error = real(monotonic) - told(clock, monotonic);
          expect(error).toBeGreaterThanOrEqual(-0.001);
          expect(error).toBeLessThanOrEqual(1_000 + back + 0.001);
        }
      }),
    );
  });

  test('gets better with every header, and is not made worse by one', () => {
    const clock = new EngineClock();
    const header = (at: number) => clock.header(new Date(START + at).toUTCString(), { sent: at, answered: at });
    header(900);
    expect(told(clock, 900)).toBe(START);
    header(1_010);
    expect(told(clock, 1_010)).toBe(START + 1_000);
    header(1_900);
    expect(told(clock, 1_900)).toBeCloseTo(START + 1_890, 0);
  });

  test('follows a clock that is set, on or back', () => {
    const clock = new EngineClock();
    const exact = (time: number, at: number) => clock.exact(stampOfMilliseconds(time), { sent: at, answered: at });
    exact(START, 0);
    exact(START + 3_600_000, 10);
    expect(told(clock, 10)).toBe(START + 3_600_000);
    exact(START - 10_000, 20);
    expect(told(clock, 20)).toBe(START - 10_000);
    clock.header(new Date(START - 20_000).toUTCString(), { sent: 30, answered: 30 });
    expect(told(clock, 30)).toBe(START - 20_000);
  });

  test('trusts an old answer less and less, because two clocks never go alike', () => {
    const clock = new EngineClock();
    clock.exact(stampOfMilliseconds(START), { sent: 0, answered: 0 });
    const hour = 3_600_000;
    expect(START + hour - told(clock, hour)).toBeCloseTo(720, 3);
  });
});

describe('a time as an engine writes it out', () => {
  test.each([
    ['2026-11-21T03:29:01.381447848Z', { seconds: START / 1000, nanos: 381_447_848 }],
    ['2026-11-21T03:29:01Z', { seconds: START / 1000, nanos: 0 }],
    ['2026-11-21T04:29:01.5+01:00', { seconds: START / 1000, nanos: 500_000_000 }],
    ['2026-11-20T19:29:01-08:00', { seconds: START / 1000, nanos: 0 }],
    ['2026-13-21T03:29:01Z', undefined],
    ['2026-11-21 03:29:01', undefined],
    ['', undefined],
    [7, undefined],
    [undefined, undefined],
  ])('%j is read', (text, stamp) => {
    expect(parseEngineTime(text)).toEqual(stamp);
  });
});

function told(clock: EngineClock, at: number): number {
  const stamp = clock.at(at);
  if (stamp === undefined) throw new Error('Nothing is known of it.');
  return millisecondsOf(stamp);
}
