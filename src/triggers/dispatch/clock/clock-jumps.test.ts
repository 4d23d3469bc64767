import { expect, test } from 'vitest';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { ClockJumps } from './clock-jumps.ts';

const HOUR = 3_600_000;

test('a clock that was set is noticed once, by how much and in which direction', () => {
  const clock = new ManualClock();
  const jumps = new ClockJumps(clock);
  clock.freeze(HOUR);
  expect(jumps.look()).toBe(0);
  clock.jump(7 * HOUR);
  expect([jumps.look(), jumps.look()]).toEqual([7 * HOUR, 0]);
  clock.jump(-2_000);
  expect([jumps.look(), jumps.look()]).toEqual([-2_000, 0]);
});

test('drift counts when it has become a second', () => {
  const clock = new ManualClock();
  const jumps = new ClockJumps(clock);
  const seen = Array.from({ length: 5 }, () => {
    clock.jump(-400);
    return jumps.look();
  });
  expect(seen).toEqual([0, 0, -1_200, 0, 0]);
});

test('what a clock says too much is known of the time in which it was set ahead, and not where it was set back as well', () => {
  const clock = new ManualClock();
  const jumps = new ClockJumps(clock);
  clock.jump(7 * HOUR);
  jumps.look();
  clock.freeze(HOUR);
  expect([jumps.tooMuchIn(6 * HOUR), jumps.tooMuchIn(HOUR / 2)]).toEqual([7 * HOUR, 0]);
  clock.jump(-3 * HOUR);
  expect([jumps.tooMuchIn(6 * HOUR), jumps.tooMuchIn(HOUR / 2)]).toEqual([4 * HOUR, 0]);
  clock.freeze(6 * HOUR);
  expect(jumps.tooMuchIn(6 * HOUR)).toBe(0);
});

test('of a clock that is set all the time nothing is lost, and not all is kept apart', () => {
  const clock = new ManualClock();
  const jumps = new ClockJumps(clock);
  for (let n = 0; n < 200; n++) {
    clock.jump(2_000);
    jumps.look();
    clock.freeze(1_000);
  }
  expect(jumps.tooMuchIn(HOUR)).toBe(400_000);
  expect(jumps.tooMuchIn(10_500)).toBe(20_000);
});
