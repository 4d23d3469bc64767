import { expect, test } from 'vitest';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { watchProcess } from './process-figures.ts';

/** Keeps the event loop from turning for so long. */
function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('a blocked event loop shows in one window, and in no later one', async () => {
  const clock = new ManualClock();
  const figures = watchProcess(clock);
  const delay = (): number => figures.read().event_loop_p99_ms;
  const delayAfterBlock = (): number => {
    const seen = delay();
    block(300);
    return seen;
  };
  await expect.poll(delayAfterBlock, { timeout: 5_000 }).toBeGreaterThan(200);

  await clock.advance(10_000);
  const ended = delay();
  expect(ended).toBeGreaterThan(200);
  block(50);
  expect(delay()).toBe(ended);
  expect(figures.read()).toMatchObject({ rss_bytes: expect.any(Number), heap_used_bytes: expect.any(Number) });

  const nextWindow = (): Promise<number> => clock.advance(10_000).then(delay);
  await expect.poll(nextWindow, { timeout: 5_000 }).toBeLessThan(200);
  figures.stop();
  expect(clock.sleeping).toBe(0);
});
