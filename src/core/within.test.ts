import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { within } from './within.ts';

const never = new Promise<string>(() => {});

describe('waiting for a limited time', () => {
  test('gives what came in time, and leaves no timer behind', async () => {
    const clock = new ManualClock();
    expect(await within(Promise.resolve('here'), { clock, ms: 1_000 })).toBe('here');
    expect(clock.sleeping).toBe(0);
  });

  test('gives nothing when the time is over, and not before', async () => {
    const clock = new ManualClock();
    const given: unknown[] = [];
    void within(never, { clock, ms: 1_000 }).then((value) => given.push(value));
    await clock.advance(999);
    expect(given).toEqual([]);
    await clock.advance(1);
    expect(given).toEqual([undefined]);
  });

  test('ends early with its signal', async () => {
    const [clock, enough] = [new ManualClock(), new AbortController()];
    const waiting = within(never, { clock, ms: 1_000, signal: enough.signal });
    enough.abort();
    expect(await waiting).toBeUndefined();
    expect(clock.sleeping).toBe(0);
  });

  test('passes a failure on', async () => {
    const clock = new ManualClock();
    await expect(within(Promise.reject(new Error('broken')), { clock, ms: 1_000 })).rejects.toThrow('broken');
    expect(clock.sleeping).toBe(0);
  });
});
