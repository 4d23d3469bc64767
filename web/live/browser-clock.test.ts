import { expect, test } from 'vitest';
import { browserClock } from './browser-clock.ts';

test('a sleep that is called off ends at once, before or during it', async () => {
  const stop = new AbortController();
  const during = browserClock.sleep(3_600_000, stop.signal);
  stop.abort();
  await during;
  await browserClock.sleep(3_600_000, stop.signal);
});

test('a sleep that nobody calls off ends by itself', async () => {
  const before = browserClock.now();
  await browserClock.sleep(2, new AbortController().signal);
  expect(browserClock.now()).toBeGreaterThanOrEqual(before);
});
