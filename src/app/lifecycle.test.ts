import { describe, expect, test } from 'vitest';
import { captureLog } from '../../test/support/captured-log.ts';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { LEFT_BEHIND_AFTER_MS, RUNNING_ENDS_WITHIN_MS, SAVED_WITHIN_MS } from '../core/signals/stop-times.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createServiceOccurrences } from '../telemetry/occurrences/service.ts';
import { Lifecycle } from './lifecycle.ts';

function given() {
  const [clock, log] = [new ManualClock(), captureLog()];
  const occurrences = createServiceOccurrences({ logger: log.logger, metrics: createMetrics() });
  return { clock, log, lifecycle: new Lifecycle({ clock, occurrences }), ended: [] as string[] };
}

describe('the lifecycle', () => {
  test('stops what was started last first, once, however often it is asked', async () => {
    const { lifecycle, ended, log } = given();
    for (const name of ['store', 'tasks', 'http']) lifecycle.onStop(name, async () => void ended.push(name));
    await Promise.all([lifecycle.stop('SIGTERM'), lifecycle.stop('SIGINT')]);
    await lifecycle.stop('again');
    expect(ended).toEqual(['http', 'tasks', 'store']);
    expect(log.lines().map((line) => line.event)).toEqual(['tocsin_stopping', 'tocsin_stopped']);
  });

  test('goes on when a part fails', async () => {
    const { lifecycle, ended, log } = given();
    lifecycle.onStop('store', async () => void ended.push('store'));
    lifecycle.onStop('http', () => Promise.reject(new Error('broken')));
    await lifecycle.stop('SIGTERM');
    expect(ended).toEqual(['store']);
    expect(log.lines()).toContainEqual(expect.objectContaining({ event: 'tocsin_stop_failed', part: 'http' }));
  });

  test('goes on when a part hangs, and what is behind it has its time, however many hang', async () => {
    const { clock, lifecycle, ended, log } = given();
    lifecycle.onStop('store', async () => void ended.push('store'));
    lifecycle.onStop('rules', () => new Promise(() => {}));
    lifecycle.onStop('http', () => new Promise(() => {}));
    const stopped = lifecycle.stop('SIGTERM');
    await clock.advance(5_499);
    expect(ended).toEqual([]);
    await clock.advance(1);
    await stopped;
    expect(ended).toEqual(['store']);
    expect(log.text()).toContain('http did not stop in time');
    expect(log.text()).toContain('rules did not stop in time');
  });

  test('leaves no part behind that takes all its time to end and then to save', async () => {
    const { clock, lifecycle, log } = given();
    const saving = (ms: number) => () => clock.sleep(RUNNING_ENDS_WITHIN_MS).then(() => clock.sleep(ms));
    for (const name of ['sending', 'background tasks', 'watching'])
      lifecycle.onStopBeside(name, saving(SAVED_WITHIN_MS - RUNNING_ENDS_WITHIN_MS));
    const stopped = lifecycle.stop('SIGTERM');
    await clock.advance(LEFT_BEHIND_AFTER_MS);
    await stopped;
    expect(log.lines().map((line) => line.event)).toEqual(['tocsin_stopping', 'tocsin_stopped']);
    // Whatever is to be saved behind what hung has a second for it, and whoever waits for that half a second more.
    expect(SAVED_WITHIN_MS - RUNNING_ENDS_WITHIN_MS).toBeGreaterThanOrEqual(1_000);
    expect(LEFT_BEHIND_AFTER_MS - SAVED_WITHIN_MS).toBeGreaterThanOrEqual(500);
  });

  test('stops side by side what needs only what was started before all of it', async () => {
    const { clock, lifecycle, ended, log } = given();
    const taking = (name: string, ms: number) => () => clock.sleep(ms).then(() => void ended.push(name));
    lifecycle.onStop('store', taking('store', 100));
    lifecycle.onStop('sending', taking('sending', 4_000));
    lifecycle.onStopBeside('watching', taking('watching', 2_000));
    lifecycle.onStopBeside('http', () => Promise.reject(new Error('broken')));
    const stopped = lifecycle.stop('SIGTERM');
    await clock.advance(4_000);
    expect(ended).toEqual(['watching', 'sending']);
    await clock.advance(100);
    await stopped;
    expect(ended).toEqual(['watching', 'sending', 'store']);
    expect(log.lines()).toContainEqual(expect.objectContaining({ event: 'tocsin_stopped', duration_ms: 4_100 }));
  });
});
