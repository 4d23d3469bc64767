import { describe, expect, test } from 'vitest';
import { HARMFUL_CHARACTERS } from '../../core/lines/harmful-characters.ts';
import { readRuleLabels } from './rule-labels.ts';

const WEB = '0123456789abcdef';
const told = (labels: Readonly<Record<string, string>>) =>
  readRuleLabels(labels, WEB).faults.map(({ label, message }) => `${label} ${message}`);

describe('labels that are rules', () => {
  test('make rules of the workload of their container, with every field that a rule of one workload has', () => {
    const { rules, faults } = readRuleLabels(
      {
        'tocsin.rule.oom.pattern': 'out of memory',
        'tocsin.rule.oom.severity': 'critical',
        'tocsin.rule.oom.exclude_pattern': 'test',
        'tocsin.rule.oom.streams': 'stderr',
        'tocsin.rule.oom.field': 'err.message',
        'tocsin.rule.oom.cooldown_seconds': '60',
        'tocsin.rule.oom.threshold_count': '3',
        'tocsin.rule.oom.threshold_window_seconds': '10',
        'tocsin.rule.oom.enabled': 'false',
        'tocsin.rule.v1.2 errors.pattern': 'E\\d+',
        'tocsin.enable': 'true',
        'com.example.tocsin.rule.x.pattern': 'y',
      },
      WEB,
    );
    expect(faults).toEqual([]);
    expect(rules).toMatchObject([
      {
        name: 'oom',
        pattern: 'out of memory',
        excludePattern: 'test',
        severity: 'critical',
        streams: 'stderr',
        field: 'err.message',
        cooldownSeconds: 60,
        threshold: { count: 3, windowSeconds: 10 },
        scope: { kind: 'workload', workloadId: WEB },
        enabled: false,
      },
      { name: 'v1.2 errors', pattern: 'E\\d+', severity: 'warn', cooldownSeconds: 300, enabled: true },
    ]);
  });

  test.each([
    [
      { 'tocsin.rule.a.severety': 'warn' },
      'tocsin.rule.a.severety a rule in a label has no "severety"; did you mean "severity"?',
    ],
    [{ 'tocsin.rule.a.severity': 'warning' }, '"severity" is one of info, warn, error, critical; did you mean "warn"?'],
    [{ 'tocsin.rule.a.cooldown_seconds': '1m' }, '"cooldown_seconds" is a whole number from 0'],
    [{ 'tocsin.rule.a.cooldown_seconds': '' }, '"cooldown_seconds" is a whole number from 0'],
    [{ 'tocsin.rule.a.enabled': 'no' }, '"enabled" is true or false'],
    [{ 'tocsin.rule.a.workload_id': WEB }, 'has no "workload_id"'],
    [
      { 'tocsin.rule.a.kind': 'absence' },
      'tocsin.rule.a.kind Rules about lines that do not come are not supported yet',
    ],
    [{ 'tocsin.rule.a.threshold_count': '3' }, 'tocsin.rule.a.threshold_window_seconds A threshold needs both'],
    [{ 'tocsin.rule.a': 'x' }, 'tocsin.rule.a is written tocsin.rule.<name>.pattern'],
  ])('that are wrong are told, and the rule is none: %j', (labels, fault) => {
    const all = { 'tocsin.rule.a.pattern': 'x', 'tocsin.rule.b.pattern': 'y', ...labels };
    expect(told(all)).toEqual([expect.stringContaining(fault)]);
    expect(readRuleLabels(all, WEB).rules.map(({ name }) => name)).toEqual(['b']);
  });

  test('without a pattern are told', () => {
    expect(told({ 'tocsin.rule.a.severity': 'warn' })).toEqual(['tocsin.rule.a.pattern a rule needs a "pattern"']);
  });

  test('are a hundred rules at most', () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`tocsin.rule.r${i}.pattern`, 'x']));
    expect(readRuleLabels(many, WEB).rules).toHaveLength(100);
    expect(told(many)).toEqual([expect.stringContaining('may have 100 rules')]);
  });

  test('that are wrong by the thousand, or without end, are told in a few short texts that do no harm', () => {
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, i) => [`tocsin.rule.r${i}.patern`, 'x']));
    expect(told(many)).toHaveLength(21);
    expect(told(many).at(-1)).toBe('tocsin.rule. 2981 more labels of this container are wrong');
    const long = 'n'.repeat(100_000);
    const odd = {
      [`tocsin.rule.${long}.pattern`]: 'x',
      [`tocsin.rule.q.${long}`]: 'y',
      'tocsin.rule.\u001b[31m\u202e.pattern': 'x',
    };
    for (const text of told(odd)) {
      expect(text.length).toBeLessThan(800);
      expect(text.search(HARMFUL_CHARACTERS)).toBe(-1);
    }
  });
});
