import { expect, test } from 'vitest';
import { TablePace } from './table-pace.ts';

const KB = 1 << 10;
const MB = 1 << 20;

/** Texts of 64 KiB until the table is used again. */
function restOf(pace: TablePace): number {
  let texts = 0;
  while (pace.rests(64 * KB)) texts++;
  return texts / 16;
}

test('a table that is asked for what it had goes on', () => {
  const pace = new TablePace();
  for (let text = 1; text < 100; text++) {
    expect(pace.rests(64 * KB)).toBe(false);
    pace.hasRead(64 * KB, 500 * text);
  }
});

test('a table that lacks what was there before rests, longer each time, and no longer once it has paid', () => {
  const pace = new TablePace();
  let copied = 0;
  const read = (more: number): number => {
    copied += more;
    pace.hasRead(MB, copied);
    return restOf(pace);
  };
  expect([read(20_000), read(20_000), read(20_000)]).toEqual([1, 2, 4]);
  expect(read(10_000)).toBe(0);
  expect(read(20_000)).toBe(1);
});

test('short texts are looked at together', () => {
  const pace = new TablePace();
  for (let text = 1; text < 16; text++) {
    pace.hasRead(4 * KB, 1000 * text);
    expect(pace.rests(4 * KB)).toBe(false);
  }
  pace.hasRead(4 * KB, 16_000);
  expect(pace.rests(4 * KB)).toBe(true);
});
