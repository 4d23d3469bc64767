import { expect, test } from 'vitest';
import { FaultyLedger } from '../../../../test/support/faulty-ledger.ts';
import { sampleChange } from '../../../../test/support/origin-keeper.ts';
import { sampleOrigin } from '../../../../test/support/origin-samples.ts';
import { TestLedger } from '../../../../test/support/test-ledger.ts';
import { noCounts } from '../../../core/flood/rule-counts.ts';
import { tellingLedger } from './telling-ledger.ts';

test('what became of hits, and that an origin is gone, is told once: when it is saved', async () => {
  const below = new FaultyLedger(new TestLedger());
  const [hits, released]: [number[], string[]] = [[], []];
  const ledger = tellingLedger(below, {
    hitsSaved: (counts) => hits.push(...[...counts].map(({ cooldown }) => cooldown)),
    release: (key) => released.push(key),
  });
  const countsOf = (cooldown: number) => new Map([['1', { ...noCounts(), cooldown }]]);
  const nothing = { settled: [], forgotten: [], rules: new Map() };
  const flood = { ...nothing, standing: { time: undefined, epoch: 1, bucket: undefined }, counts: countsOf(3) };
  const commit = {
    origins: [
      sampleChange({ origin: sampleOrigin('a'), gone: true, flood }),
      sampleChange({ origin: sampleOrigin('b'), flood: { ...flood, counts: countsOf(4) } }),
      sampleChange({ origin: sampleOrigin('c') }),
    ],
    memories: [],
  };
  below.unavailable = true;
  await expect(ledger.commit(commit)).rejects.toMatchObject({ code: 'store_unavailable' });
  expect([hits, released]).toEqual([[], []]);
  below.unavailable = false;
  await ledger.commit(commit);
  expect([hits, released]).toEqual([[3, 4], ['docker/a']]);
});
