import { expect, onTestFinished, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { sqliteDatabase } from '../../../test/support/databases.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { workloadId } from '../../core/lines/workload-id.ts';
import type { LabelledOrigin } from '../../rules/provisioned/label-rules.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import { startRules } from './rules.ts';

const originOf = (key: string, labels: Readonly<Record<string, string>>): LabelledOrigin => ({
  key,
  host: 'nas',
  containerName: key,
  workload: { kind: 'compose', name: 'shop/web' },
  labels,
});

async function scene() {
  const store = await sqliteDatabase().open();
  const { logger } = captureLog();
  const rules = await startRules({
    ...{ store, clock: new ManualClock(), logger, metrics: createMetrics() },
    occurrences: { changeRecorded: () => {} },
    hits: { hitsOf: async () => new Map() },
  });
  onTestFinished(() => rules.stop());
  const names = () =>
    rules.book.current?.effectiveOf(workloadId(originOf('', {}))).inForce.map(({ rule }) => rule.name);
  return { rules, names };
}

test('the rules in the labels of a container are in force once it is admitted, and for as long as any has them', async () => {
  const { rules, names } = await scene();
  const labels = { 'tocsin.rule.slow.pattern': 'took \\d{4,} ms' };
  expect(names()).toEqual([]);
  const seen = ['a', 'b'].map(async (key) => {
    await rules.admit(originOf(key, { ...labels }));
    return names();
  });
  expect(await Promise.all(seen)).toEqual([['slow'], ['slow']]);
  await rules.admit(originOf('c', {}));
  rules.release('a');
  await rules.book.refresh();
  expect(names()).toEqual(['slow']);
  rules.release('b');
  await rules.book.refresh();
  expect(names()).toEqual([]);
});

test('stopping leaves what is in force as it is, and may be done twice', async () => {
  const { rules, names } = await scene();
  await rules.admit(originOf('a', { 'tocsin.rule.slow.pattern': 'x' }));
  await Promise.all([rules.admit(originOf('b', { 'tocsin.rule.late.pattern': 'y' })), rules.stop(), rules.stop()]);
  expect(names()).toEqual(['slow']);
  expect(rules.standing().faults).toEqual([]);
});
