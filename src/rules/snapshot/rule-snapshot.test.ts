import { expect, test } from 'vitest';
import { inPlaceOf, inWorkload, sampleMute, sampleRule } from '../../../test/support/rule-samples.ts';
import type { Rule } from '../../core/rules/rule.ts';
import { type CompiledRule, compileRule } from '../../match/compile-rule.ts';
import { type RuleMask, selects } from '../../match/rule-set.ts';
import { ActiveMutes } from './active-mutes.ts';
import { comparePlaces } from './place-order.ts';
import { RuleSnapshot } from './rule-snapshot.ts';

const cache = new Map<string, CompiledRule>();
function compiled({ pattern }: Rule): CompiledRule {
  const result = compileRule({ pattern });
  if (!result.ok) throw new Error(result.fault.message);
  return cache.get(pattern) ?? cache.set(pattern, result.rule).get(pattern) ?? result.rule;
}

function snapshotOf(rules: readonly Rule[], before?: RuleSnapshot): RuleSnapshot {
  const placed = rules
    .filter(({ enabled }) => enabled)
    .sort(comparePlaces)
    .map((rule) => ({ rule, compiled: compiled(rule) }));
  return new RuleSnapshot({ rules, placed, mutes: new ActiveMutes([]), before });
}

const idsIn = ({ places }: RuleSnapshot, mask: RuleMask): string[] =>
  places.flatMap(({ id }, place) => (selects(mask, place) ? [id] : []));

const RULES = [
  sampleRule('2', { severity: 'info' }),
  sampleRule('10', { severity: 'critical', streams: 'stderr' }),
  sampleRule('9', { severity: 'critical' }),
  sampleRule('11', { scope: inPlaceOf('2', 'web'), streams: 'stdout' }),
  sampleRule('12', { scope: inWorkload('db'), severity: 'error' }),
  sampleRule('13', { scope: inPlaceOf('9', 'db'), enabled: false }),
  sampleRule('yaml-aa', { severity: 'error' }),
];

test('the most severe rules have the first places, and of one severity those with the smallest ids', () => {
  expect(snapshotOf(RULES).places.map(({ id }) => id)).toEqual(['9', '10', '12', 'yaml-aa', '11', '2']);
});

test('each workload is shown its own rules, by stream', () => {
  const snapshot = snapshotOf(RULES);
  const shown = (workload: string) => {
    const { stdout, stderr } = snapshot.selectionOf(workload);
    return [idsIn(snapshot, stdout), idsIn(snapshot, stderr)];
  };
  expect(shown('web')).toEqual([
    ['9', 'yaml-aa', '11'],
    ['9', '10', 'yaml-aa'],
  ]);
  expect(shown('db')).toEqual([
    ['12', 'yaml-aa', '2'],
    ['10', '12', 'yaml-aa', '2'],
  ]);
  expect(shown('other')).toEqual([
    ['9', 'yaml-aa', '2'],
    ['9', '10', 'yaml-aa', '2'],
  ]);
  expect(snapshot.selectionOf('other')).toBe(snapshot.selectionOf('another'));
});

test('a stream that no rule of a workload looks at is not wanted', () => {
  const rules = [
    sampleRule('1', { streams: 'stderr' }),
    sampleRule('2', { scope: inWorkload('web'), streams: 'stdout' }),
  ];
  const snapshot = snapshotOf(rules);
  expect(snapshot.selectionOf('db').wanted).toEqual({ stdout: false, stderr: true });
  expect(snapshot.selectionOf('web').wanted).toEqual({ stdout: true, stderr: true });
  expect(snapshotOf([]).selectionOf('web').wanted).toEqual({ stdout: false, stderr: false });
});

test('the set of patterns goes on when only what a hit means has changed', () => {
  const before = snapshotOf(RULES);
  const changed = RULES.map((rule) => (rule.id === '9' ? { ...rule, cooldownSeconds: 7 } : rule));
  const after = snapshotOf(changed, before);
  expect(after.ruleSet).toBe(before.ruleSet);
  expect(after.places[0]?.cooldownSeconds).toBe(7);
  expect(snapshotOf(RULES.slice(1), before).ruleSet).not.toBe(before.ruleSet);
});

test('rules that look at a field are no rules of whole lines, and each workload is told its fields by stream', () => {
  const rules = [
    sampleRule('1'),
    sampleRule('2', { field: 'level', streams: 'stderr' }),
    sampleRule('3', { field: 'err.message' }),
    sampleRule('4', { field: 'level', scope: inWorkload('web') }),
  ];
  const snapshot = snapshotOf(rules);
  const shown = (workload: string) => {
    const { stdout, stderr, fields } = snapshot.selectionOf(workload);
    const ids = (masks: { stdout: RuleMask; stderr: RuleMask }) => [
      idsIn(snapshot, masks.stdout),
      idsIn(snapshot, masks.stderr),
    ];
    return [ids({ stdout, stderr }), ...fields.map(({ field, ...masks }) => [field, ...ids(masks)])];
  };
  expect(shown('db')).toEqual([
    [['1'], ['1']],
    ['level', [], ['2']],
    ['err.message', ['3'], ['3']],
  ]);
  expect(shown('web')).toEqual([
    [['1'], ['1']],
    ['level', ['4'], ['2', '4']],
    ['err.message', ['3'], ['3']],
  ]);
  expect([...snapshot.fields]).toEqual(['level', 'err.message']);
  const inLines = snapshot.ruleSet.lookedFor;
  expect(inLines && idsIn(snapshot, inLines)).toEqual(['1']);
  const plain = snapshotOf([sampleRule('1')]);
  expect([plain.fieldSet, plain.ruleSet.lookedFor]).toEqual([undefined, undefined]);
});

test('a rule that looks at a field, or no longer does, is looked for elsewhere although its pattern stays', () => {
  const before = snapshotOf([sampleRule('1'), sampleRule('2', { field: 'level' })]);
  const other = snapshotOf([sampleRule('1'), sampleRule('2', { field: 'msg' })], before);
  expect([other.ruleSet, other.fieldSet]).toEqual([before.ruleSet, before.fieldSet]);
  expect(other.fieldSet).toBe(before.fieldSet);
  const changed = snapshotOf([sampleRule('1', { field: 'level' }), sampleRule('2', { field: 'level' })], before);
  expect(changed.ruleSet).not.toBe(before.ruleSet);
  expect(changed.fieldSet).not.toBe(before.fieldSet);
});

test('what a hit means to flood control is what the rule and its mutes say, for each workload', () => {
  const rule = sampleRule('1', { cooldownSeconds: 7, threshold: { count: 3, windowSeconds: 60 } });
  const snapshot = new RuleSnapshot({
    rules: [rule],
    placed: [{ rule, compiled: compiled(rule) }],
    mutes: new ActiveMutes([
      sampleMute('5', { ruleId: '1', workloadId: 'web', from: 1_500, until: 9_000, endedAt: 4_001 }),
      sampleMute('6', { workloadId: 'db' }),
    ]),
  });
  expect(snapshot.floodRuleOf(0, 'web')).toEqual({
    id: '1',
    cooldownSeconds: 7,
    threshold: { count: 3, windowSeconds: 60 },
    mutes: [{ from: { seconds: 1, nanos: 500_000_000 }, until: { seconds: 4, nanos: 1_000_000 } }],
  });
  expect(snapshot.floodRuleOf(0, 'other')?.mutes).toEqual([]);
  expect(snapshot.floodRuleOf(0, 'db')?.mutes).toHaveLength(1);
  expect(snapshot.floodRuleOf(0, 'web')).toBe(snapshot.floodRuleOf(0, 'web'));
  expect(snapshot.floodRuleOf(1, 'web')).toBeUndefined();
});

test('a thousand rules get a thousand places', () => {
  const many = Array.from({ length: 1_000 }, (_, i) =>
    sampleRule(String(i + 1), { streams: i % 2 ? 'stdout' : 'both' }),
  );
  const snapshot = snapshotOf(many);
  expect(idsIn(snapshot, snapshot.selectionOf('web').stdout)).toHaveLength(1_000);
  expect(idsIn(snapshot, snapshot.selectionOf('web').stderr)).toHaveLength(500);
});
