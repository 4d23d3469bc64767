import { expect, test } from 'vitest';
import { Progress } from './progress.ts';

function progressOn(isTTY: boolean): { progress: Progress; clock: { now: number }; written: string[] } {
  const clock = { now: 0 };
  const written: string[] = [];
  return {
    progress: new Progress({ isTTY, write: (text) => written.push(String(text)) }, () => clock.now),
    clock,
    written,
  };
}

test('progress appears on a terminal after a second, at most five times a second, and goes away', () => {
  const { progress, clock, written } = progressOn(true);
  for (clock.now = 0; clock.now < 2000; clock.now += 50)
    progress.update({ bytes: clock.now * 1e6, file: undefined, share: clock.now / 4000 });
  expect(written[0]).toBe('\r\u001b[Kscanned 25 %, 1000 MB, 1000 MB/s');
  expect(written.length).toBe(5);
  progress.clear();
  progress.clear();
  expect(written.slice(5)).toEqual(['\r\u001b[K']);
});

test.each([
  [undefined, undefined, 'scanned 3 MB, 2 MB/s'],
  ['app.log', 0.999, 'scanned 99 % of app.log, 3 MB, 2 MB/s'],
  ['a\u001b.log', undefined, 'scanned a\ufffd.log, 3 MB, 2 MB/s'],
  [`${'x'.repeat(60)}.log`, 1, `scanned 100 % of …${'x'.repeat(35)}.log, 3 MB, 2 MB/s`],
])('progress says of %s at %s what is known', (file, share, line) => {
  const { progress, clock, written } = progressOn(true);
  clock.now = 1500;
  progress.update({ bytes: 3e6, file, share });
  expect(written).toEqual([`\r\u001b[K${line}`]);
});

test('progress is silent where nobody watches', () => {
  const { progress, clock, written } = progressOn(false);
  clock.now = 5000;
  progress.update({ bytes: 1, file: undefined, share: undefined });
  progress.clear();
  expect(written).toEqual([]);
});
