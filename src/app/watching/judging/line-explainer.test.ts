import { expect, test } from 'vitest';
import { sqliteDatabase } from '../../../../test/support/databases.ts';
import { at, lineBatch } from '../../../../test/support/line-batch.ts';
import { originKeeper } from '../../../../test/support/origin-keeper.ts';
import { sampleOrigin } from '../../../../test/support/origin-samples.ts';
import { sampleRule } from '../../../../test/support/rule-samples.ts';
import { snapshotOf } from '../../../../test/support/rule-snapshots.ts';
import { STDOUT } from '../../../core/lines/line-batch.ts';
import { millisecondsOf } from '../../../core/lines/stamp.ts';
import { workloadId } from '../../../core/lines/workload-id.ts';
import { LineJudge } from '../../../rules/judge/line-judge.ts';
import { lineExplainer } from './line-explainer.ts';

const web = sampleOrigin('web');
const clock = { now: () => millisecondsOf(at(2_000)) };
const batch = (ms: number) => lineBatch([{ text: 'alpha', at: at(ms) }]);

test('an explanation goes by how flood control stands in memory while a container is judged, else by what is saved', async () => {
  const store = await sqliteDatabase().open();
  const save = await originKeeper(store, [web.source]);
  const rules = { current: snapshotOf([sampleRule('1', { pattern: 'alpha', cooldownSeconds: 10 })]) };
  const judge = new LineJudge({ rules, limit: { perMinute: 0, burst: 1 }, clock });
  const explainer = lineExplainer({ judge, store, clock, keyOf: () => undefined });
  const outcome = async (ms?: number) => {
    const told = await explainer.explain({
      ...{ workloadId: workloadId(web), containerId: web.containerId, text: Buffer.from('alpha'), stream: STDOUT },
      at: ms === undefined ? undefined : at(ms),
    });
    return [told.at - millisecondsOf(at(0)), told.rules[0]?.outcome];
  };
  expect(await outcome()).toEqual([2_000, 'admitted']);

  const origin = judge.open(web, undefined);
  origin.judge(web, batch(0));
  expect(await outcome()).toEqual([2_000, 'cooldown']);
  await save({ origin: web, flood: origin.takeFlood() });
  origin.judge(web, batch(10_000));
  expect(await outcome(15_000)).toEqual([15_000, 'cooldown']);
  // The engine's clock is ahead: a line that comes now is no earlier than the last one.
  expect(await outcome()).toEqual([10_000, 'cooldown']);

  origin.close();
  expect(await outcome()).toEqual([2_000, 'cooldown']);
  expect(await outcome(15_000)).toEqual([15_000, 'admitted']);
});
