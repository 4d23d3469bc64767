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
