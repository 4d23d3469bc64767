import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from './clock.ts';

test('a sleep until a moment that has gone by ends soon, and nobody is warned of it', async () => {
  const warnings: string[] = [];
  const listen = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', listen);
  onTestFinished(() => void process.off('warning', listen));
  const before = performance.now();
  await systemClock.sleep(-0.007);
  await systemClock.sleep(-60_000);
  await new Promise(setImmediate);
  expect([warnings, performance.now() - before < 5_000]).toEqual([[], true]);
});

test('a sleep ends at once when its signal aborts', async () => {
  const stop = new AbortController();
  const asleep = systemClock.sleep(3_600_000, stop.signal);
  stop.abort();
  await asleep;
  await systemClock.sleep(3_600_000, stop.signal);
  expect(stop.signal.aborted).toBe(true);
});
