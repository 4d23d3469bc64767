import { expect, test } from 'vitest';
import { Progress } from './progress.ts';

function progressOn(isTTY: boolean): { progress: Progress; clock: { now: number }; written: string[] } {
  const clock = { now: 0 };
  const written: string[] = [];
  return { progress: new Progress({ isTTY, write: (text) => written.push(text) }, () => clock.now), clock, written };
}

test('progress appears on a terminal after a second, at most five times a second, and goes away', () => {
  const { progress, clock, written } = progressOn(true);
  for (clock.now = 0; clock.now < 2000; clock.now += 50) progress.update(clock.now * 1e6, 4e9);
  expect(written[0]).toBe('\r\u001b[Kscanned 25 %, 1000 MB, 1000 MB/s');
  expect(written.length).toBe(5);
  progress.clear();
  progress.clear();
  expect(written.slice(5)).toEqual(['\r\u001b[K']);
});

test('progress is silent where nobody watches', () => {
  const { progress, clock, written } = progressOn(false);
  clock.now = 5000;
  progress.update(1, undefined);
  progress.clear();
  expect(written).toEqual([]);
});
