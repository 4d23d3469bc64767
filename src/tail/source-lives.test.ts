import { expect, test } from 'vitest';
import { NOTHING_SETTLED } from '../../test/support/flood/nothing-settled.ts';
import type { JudgedLine } from '../../test/support/judge-every-line.ts';
import { at } from '../../test/support/line-batch.ts';
import { sampleOrigin } from '../../test/support/origin-samples.ts';
import { TailingWorld } from '../../test/support/tailing.ts';
import type { Happening } from '../core/life/happening.ts';
import type { SavedFlood } from '../core/lines/flood-state.ts';
import { millisecondsOf } from '../core/lines/stamp.ts';
import type { LifeJudge } from './judge.ts';

const WEB = sampleOrigin('web').key;
const died = (second: number): Happening => ({ kind: 'died', at: at(second), inOrderAt: at(second), details: {} });

/** Each happening is an effect; flood control counts them. */
const countingLives: LifeJudge<JudgedLine> = {
  open(saved) {
    let count = saved?.standing.epoch ?? 0;
    return {
      judge: ({ containerId }, { at: moment }) => {
        count++;
        const text = `${containerId} ${millisecondsOf(moment) - millisecondsOf(at(0))}, number ${count}`;
        return { stream: 1, ...moment, hashes: [count, 0], ordinal: 0, text };
      },
      get saved(): SavedFlood {
        return { standing: { time: undefined, epoch: count, bucket: undefined }, rules: new Map() };
      },
      takeFlood() {
        return { ...this.saved, counts: new Map(), ...NOTHING_SETTLED };
      },
    };
  },
};

const options = { lifeJudge: countingLives };
const happenings = (world: TailingWorld) => world.ledger.happenings().toSorted();
const lives = async (world: TailingWorld) => (await world.ledger.load(world.engine.key)).lives;

test('what happens is saved at once, with how far was heard and how flood control stands, also of one that was not found', async () => {
  const world = new TailingWorld();
  world.start(options);
  await world.clock.advance(100);
  world.engine.happen('web', died(1));
  world.engine.happen('db', died(2));
  await world.clock.advance(50);
  expect(happenings(world)).toEqual(['db 2, number 1', 'web 1, number 1']);
  const saved = await lives(world);
  expect(saved?.position).toBe('2');
  expect(saved?.origins.get(WEB)).toMatchObject({ course: 'heard 1', flood: { standing: { epoch: 1 } } });
});

test('without news nothing is committed, however often a source is asked', async () => {
  const world = new TailingWorld();
  const { ledger } = world.start(options);
  await world.clock.advance(100);
  world.engine.happen('web', died(1));
  await world.clock.advance(50);
  const before = ledger.asked.length;
  for (let asked = 0; asked < 3; asked++) {
    world.engine.memoryChanged();
    await world.clock.advance(2_000);
  }
  expect(ledger.asked.length).toBe(before);
});

test('killed at any commit, a process that goes on behind it comes to the same', async () => {
  for (let kill = 0; kill < 6; kill++) {
    const world = new TailingWorld();
    let commits = 0;
    const first = world.start({
      ...options,
      prepare: (ledger) => {
        ledger.afterCommit = () => {
          if (++commits === kill) first.kill();
        };
      },
    });
    for (let second = 1; second <= 5; second++) {
      world.engine.happen('web', died(second));
      await world.clock.advance(30);
    }
    first.kill();
    world.start(options);
    await world.clock.advance(100);
    expect(happenings(world)).toEqual([1, 2, 3, 4, 5].map((n) => `web ${n}, number ${n}`));
    expect(world.ledger.doubles()).toBe(0);
  }
});

test('while the store takes nothing it waits, and is saved once when the store is back', async () => {
  const world = new TailingWorld();
  const { ledger } = world.start(options);
  await world.clock.advance(100);
  ledger.unavailable = true;
  for (const second of [1, 2, 3]) {
    world.engine.happen('web', died(second));
    await world.clock.advance(500);
  }
  expect(happenings(world)).toEqual([]);
  ledger.unavailable = false;
  await world.clock.advance(10_000);
  expect(happenings(world)).toEqual(['web 1, number 1', 'web 2, number 2', 'web 3, number 3']);
});

test('more than may wait for a store is dropped and counted', async () => {
  const world = new TailingWorld();
  const { ledger, names } = world.start(options);
  await world.clock.advance(100);
  ledger.hold();
  world.engine.happen('web', died(0));
  await world.clock.advance(50);
  for (let second = 1; second <= 10_003; second++) world.engine.happen('web', died(second));
  expect(names().filter((name) => name === 'happeningsDropped')).toHaveLength(3);
  ledger.release();
  await world.clock.advance(100);
  expect(happenings(world)).toHaveLength(10_001);
});

test('an event that the ledger objects to is lost alone, and what comes next is saved', async () => {
  const world = new TailingWorld();
  const { ledger, recorded } = world.start(options);
  await world.clock.advance(100);
  ledger.objection = ({ lives: [change] = [] }) => (change?.effects.length ? new Error('No.') : undefined);
  world.engine.happen('web', died(1));
  await world.clock.advance(50);
  expect(recorded.find(({ what }) => what === 'livesRefused')?.details).toMatchObject({ effects: 1 });
  ledger.objection = () => undefined;
  world.engine.happen('web', died(2));
  await world.clock.advance(50);
  expect(happenings(world)).toEqual(['web 2, number 2']);
  expect((await lives(world))?.origins.get(WEB)?.course).toBe('heard 2');
});

test('what is of no use any more is forgotten', async () => {
  const world = new TailingWorld();
  world.start(options);
  await world.clock.advance(100);
  world.engine.happen('web', died(1));
  await world.clock.advance(50);
  world.engine.forgetLife('web');
  await world.clock.advance(1_100);
  expect((await lives(world))?.origins.size).toBe(0);
});

test('a tail that fails keeps nobody’s life waiting', async () => {
  const world = new TailingWorld();
  const { ledger } = world.start(options);
  world.engine.create('bad');
  ledger.objection = ({ origins }) => (origins.length > 0 ? new Error('No.') : undefined);
  await world.clock.advance(2_000);
  world.engine.happen('web', died(1));
  await world.clock.advance(200);
  expect(happenings(world)).toEqual(['web 1, number 1']);
});
