import { expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import type { EngineStatus } from '../../sources/docker/watch/engine-status.ts';
import type { StateChange } from '../events/system-states.ts';
import { tellOutages } from './tell-outages.ts';

type Seen = Pick<EngineStatus, 'outOfReachMs' | 'everConnected' | 'lastFault' | 'listedAt'>;

const IN_REACH: Seen = { outOfReachMs: undefined, everConnected: true, lastFault: undefined, listedAt: 1 };
const refused = { at: 0, fault: { kind: 'refused', words: 'Nobody listens.' } } as const;

function telling(isExplicit = true) {
  const clock = new ManualClock();
  let seen: Seen = { ...IN_REACH, listedAt: undefined };
  const told: string[] = [];
  let fails = false;
  const states = {
    tell: async (changes: readonly StateChange[]) => {
      if (fails) throw new Error('The store is broken.');
      told.push(...changes.map(({ message }) => message));
    },
  };
  const stopping = new AbortController();
  onTestFinished(() => stopping.abort());
  // Only these are looked at.
  const status = () => seen as EngineStatus;
  void tellOutages({
    ...{ source: 'docker:nas', name: 'nas', isExplicit, status, states, clock, signal: stopping.signal },
  });
  const at = async (next: Seen, options = { fails: false }) => {
    [seen, fails] = [next, options.fails];
    await clock.advance(5_000);
    return told.splice(0);
  };
  return { at };
}

const lostFor = (outOfReachMs: number, more: Partial<Seen> = {}): Seen => ({
  ...{ ...IN_REACH, outOfReachMs, lastFault: refused },
  ...more,
});

test('an engine is told to be lost after a minute, with the reason, once, and to be back', async () => {
  const { at } = telling();
  expect(await at(IN_REACH)).toHaveLength(1);
  expect(await at(lostFor(59_999))).toEqual([]);
  expect(await at(lostFor(60_000))).toEqual(['The engine nas has been out of reach for a minute. Nobody listens.']);
  expect(await at(lostFor(120_000))).toEqual([]);
  expect(await at(IN_REACH)).toEqual(['The engine nas is in reach again.']);
});

test('while the store fails it is told again and again, until it is stored', async () => {
  const { at } = telling();
  expect(await at(lostFor(60_000), { fails: true })).toEqual([]);
  expect(await at(lostFor(65_000))).toHaveLength(1);
});

test('one that nobody asked for and that was never there is not missed', async () => {
  const never = { everConnected: false, listedAt: undefined };
  expect(await telling(false).at(lostFor(90_000, never))).toEqual([]);
  expect(await telling(true).at(lostFor(90_000, never))).toHaveLength(1);
});
