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
  const nextWindow = async (): Promise<number> => {
    await clock.advance(10_000);
    return figures.read().event_loop_p99_ms;
  };
  const blockedWindow = (): Promise<number> => {
    block(300);
    return nextWindow();
  };
  await expect.poll(blockedWindow, { timeout: 5_000 }).toBeGreaterThan(200);
  const waited = figures.read();
  expect(waited).toMatchObject({ rss_bytes: expect.any(Number), heap_used_bytes: expect.any(Number) });
  expect(figures.read().event_loop_p99_ms).toBe(waited.event_loop_p99_ms);
  await expect.poll(nextWindow).toBeLessThan(200);
  figures.stop();
  expect(clock.sleeping).toBe(0);
});
