import { expect, test } from 'vitest';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import type { WatchingVerdict } from '../../../core/lines/watching-verdict.ts';
import { tellVerdict } from './tell-verdict.ts';

const OK: WatchingVerdict = { status: 'ok', reasons: [], isTroubled: false };
const BLIND: WatchingVerdict = { status: 'failing', reasons: ['The engine nas is out of reach.'], isTroubled: true };

function given() {
  const [clock, stopping, saved] = [new ManualClock(), new AbortController(), [] as WatchingVerdict[]];
  const world = { verdict: OK, isBroken: false, asked: 0 };
  const ended = tellVerdict({
    judge: () => world.verdict,
    save: async (verdict) => {
      world.asked += 1;
      if (world.isBroken) throw new Error('the store is away');
      saved.push(verdict);
    },
    clock,
    signal: stopping.signal,
  });
  return { clock, stopping, saved, world, ended };
}

test('a verdict is told within seconds, and again only when it is another', async () => {
  const { clock, saved, world } = given();
  await clock.advance(60_000);
  expect(saved).toEqual([OK]);
  world.verdict = BLIND;
  await clock.advance(5_000);
  expect(saved).toEqual([OK, BLIND]);
});

test('a verdict that could not be told is told as soon as it can be', async () => {
  const { clock, saved, world } = given();
  world.isBroken = true;
  await clock.advance(20_000);
  expect([saved, world.asked]).toEqual([[], 4]);
  world.isBroken = false;
  await clock.advance(5_000);
  expect(saved).toEqual([OK]);
});

test('the telling ends with its signal', async () => {
  const { clock, stopping, saved, ended } = given();
  await clock.advance(5_000);
  stopping.abort();
  await ended;
  await clock.advance(60_000);
  expect(saved).toHaveLength(1);
});
