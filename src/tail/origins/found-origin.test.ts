import { expect, test } from 'vitest';
import { at } from '../../../test/support/line-batch.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import { TailingWorld } from '../../../test/support/tailing.ts';

const WEB = sampleOrigin('web').key;
const line = (n: number) => ({ text: `line ${n}`, at: at(n) });

/** An origin that was excluded, and included again before its reader had handed over what it had. */
async function foundAgain(options: { readonly mostTails?: number } = {}) {
  const world = new TailingWorld();
  const running = world.start(options);
  world.engine.create('web');
  await world.clock.advance(1_100);
  world.engine.append('web', line(0));
  world.engine.exclude('web');
  world.engine.tellAgain('web');
  world.engine.include('web');
  world.engine.log('web').tell((sink) => sink.state('gone'));
  world.engine.append('web', line(1));
  await world.clock.advance(3_000);
  expect(running.coverage.view(WEB)?.state).toBe('following');
  return { world, ...running };
}

test('an origin that was found again while it left is gone when it is removed later, and leaves its place', async () => {
  const { world, coverage } = await foundAgain({ mostTails: 1 });
  world.engine.create('db');
  world.engine.append('db', line(5));
  await world.clock.advance(1_100);
  expect(coverage.view('docker/db')?.state).toBe('over_limit');
  world.engine.append('web', line(2));
  world.engine.remove('web');
  await world.clock.advance(3_000);
  expect(await world.ledger.loadOrigin(WEB)).toMatchObject({ gone: true, gapsTotal: 0 });
  expect(world.committed('web').at(-1)).toBe('line 2');
  expect(world.committed('db')).toEqual(['line 5']);
});

test('an origin that was found again while it left has its new reader read when its source is run anew', async () => {
  const { world } = await foundAgain();
  const { asked } = world.engine.log('web');
  const before = asked.filter((call) => call === 'read').length;
  world.engine.fail();
  await world.clock.advance(3_000);
  expect(asked.filter((call) => call === 'read')).toHaveLength(before + 1);
  world.engine.append('web', line(2));
  await world.clock.advance(1_100);
  expect(world.committed('web').at(-1)).toBe('line 2');
});

/** A hundred that have failed at once, of which the ledger says nothing yet. */
async function failedAtOnce() {
  const world = new TailingWorld();
  for (let n = 0; n < 100; n++) world.engine.create(`c${n}`);
  const { supervisor, ledger, coverage } = world.start();
  await world.clock.advance(1_100);
  const { promise: opened, resolve: open } = Promise.withResolvers<void>();
  const [asked, { loadOrigin }] = [new Set<string>(), ledger];
  ledger.loadOrigin = async (key) => {
    asked.add(key);
    await opened;
    return loadOrigin.call(ledger, key);
  };
  world.engine.fail();
  await world.clock.advance(3_000);
  expect(asked.size).toBe(16);
  return { world, supervisor, coverage, asked, open };
}

test('of origins that begin again all at once is asked of few at a time what is saved', async () => {
  const { world, coverage, asked, open } = await failedAtOnce();
  open();
  await world.clock.advance(10);
  expect([asked.size, coverage.figures().states.following]).toEqual([100, 100]);
});

test('of origins that wait to be asked of none is when all is ended', async () => {
  const { world, supervisor, asked, open } = await failedAtOnce();
  const stopped = supervisor.stop();
  await world.clock.advance(5_000);
  await stopped;
  open();
  await world.clock.advance(10);
  expect(asked.size).toBe(16);
});
