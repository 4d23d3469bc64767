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

test('a name in a label that a rule of the API has in the workload is told, and that rule is in force alone', async () => {
  const { rules, names } = await scene();
  const by = {
    actor: { kind: 'cli', id: '', name: 'test' },
    origin: { address: '127.0.0.1', correlationId: 'c1' },
  } as const;
  const scope = { workload_id: workloadId(originOf('', {})) };
  const { id } = await rules.ruleResources.rules.create({ name: 'slow', pattern: 'x', ...scope }, by);
  await rules.admit(originOf('a', { 'tocsin.rule.slow.pattern': 'x' }));
  expect(names()).toEqual(['slow']);
  expect(rules.standing().faults).toMatchObject([{ ruleName: 'slow', origin: 'label', field: 'name' }]);
  expect(await rules.ruleResources.rules.change(id, { pattern: 'y' }, by)).toMatchObject({ pattern: 'y' });
  await rules.ruleResources.rules.delete(id, by);
  expect([names(), rules.standing().faults]).toEqual([['slow'], []]);
  const taken = rules.ruleResources.rules.create({ name: 'slow', pattern: 'x', ...scope }, by);
  await expect(taken).rejects.toMatchObject({ code: 'conflict' });
});

test('stopping leaves what is in force as it is, and may be done twice', async () => {
  const { rules, names } = await scene();
  await rules.admit(originOf('a', { 'tocsin.rule.slow.pattern': 'x' }));
  await Promise.all([rules.admit(originOf('b', { 'tocsin.rule.late.pattern': 'y' })), rules.stop(), rules.stop()]);
  expect(names()).toEqual(['slow']);
  expect(rules.standing().faults).toEqual([]);
});
