import { expect, test } from 'vitest';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { recordEngine } from '../../../../test/support/recorded-occurrences.ts';
import { EngineStanding } from './engine-standing.ts';

const COUNTS = { watched: 0, excluded: 0, beyond: 0, everConnected: false };

test('an engine whose watching begins anew has been out of reach since before, and since its end only when that was asked for', async () => {
  const clock = new ManualClock();
  const standing = new EngineStanding('nas', { clock, occurrences: recordEngine().occurrences });
  const outOfReachMs = (): number | undefined => standing.status(COUNTS).outOfReachMs;
  standing.begun();
  await clock.advance(40_000);
  standing.begun();
  await clock.advance(25_000);
  expect(outOfReachMs()).toBe(65_000);
  standing.ended();
  expect(outOfReachMs()).toBeUndefined();
  standing.begun();
  await clock.advance(5_000);
  expect(outOfReachMs()).toBe(5_000);
});
