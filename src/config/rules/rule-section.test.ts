import { describe, expect, test } from 'vitest';
import { derivedRuleId } from '../../core/rules/rule-id.ts';
import { GLOBAL } from '../../core/rules/rule-scope.ts';
import { parseYaml } from '../file/yaml-document.ts';
import { readRuleSection } from './rule-section.ts';

const WEB = '0123456789abcdef';

function section(text: string) {
  const parsed = parseYaml(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const { rules, faults } = readRuleSection(parsed.document, 'tocsin.yaml');
  return { rules, faults: faults.map(({ path, message }) => `${path}: ${message}`) };
}

describe('rules as code', () => {
  test('have every field of a rule, and defaults for all but name and pattern', () => {
    const { rules, faults } = section(`
port: 80
rules:
  - name: short
    pattern: x
  - name: whole
    kind: match
    pattern: 'a(?P<b>c)'
    exclude_pattern: d
    field: err.message
    severity: critical
    streams: stderr
    cooldown_seconds: 0
    threshold_count: 3
    threshold_window_seconds: 60
    workload_id: ${WEB}
    enabled: false
    id: told by an export
    hits_24h: 4
`);
    expect(faults).toEqual([]);
    expect(rules).toMatchObject([
      { name: 'short', origin: 'yaml', id: derivedRuleId('yaml', { scope: GLOBAL, name: 'short' }), severity: 'warn' },
      {
        name: 'whole',
        excludePattern: 'd',
        threshold: { count: 3, windowSeconds: 60 },
        scope: { kind: 'workload', workloadId: WEB },
        enabled: false,
      },
    ]);
  });

  test('override a global rule of the file by its name, also one below, and any other by its id', () => {
    const { rules, faults } = section(`
rules:
  - {name: here, pattern: x, workload_id: ${WEB}, overrides_rule_id: below}
  - {name: saved, pattern: x, workload_id: ${WEB}, overrides_rule_id: "17"}
  - {name: below, pattern: x}
`);
    expect(faults).toEqual([]);
    const overridden = rules.map(({ scope }) => (scope.kind === 'override' ? scope.overriddenId : scope.kind));
    expect(overridden).toEqual([rules[2]?.id, '17', 'global']);
  });

  test('may have a pattern that does not compile: that is no fault of the file', () => {
    expect(section('rules: [{name: a, pattern: "("}]').faults).toEqual([]);
  });

  test('may be missing, or none', () => {
    for (const text of ['port: 80', 'rules:\n', 'rules: []']) expect(section(text)).toEqual({ rules: [], faults: [] });
  });

  test.each([
    ['rules: {a: 1}', 'tocsin.yaml:1 rules: is a list, each of whose items begins with "- name:"'],
    ['rules:\n  - x', 'tocsin.yaml:2 rules: a rule is a record with "name" and "pattern"'],
    ['rules:\n  - name: a', 'tocsin.yaml:2 rule "a": a rule needs a "pattern"'],
    ['rules:\n  - pattern: a', 'tocsin.yaml:2 rules: a rule needs a "name"'],
    [
      'rules:\n  - name: a\n    pattern: x\n    severety: info',
      'tocsin.yaml:4 rule "a": a rule has no "severety"; did you mean "severity"?',
    ],
    [
      'rules:\n  - name: a\n    pattern: x\n    cooldown_seconds: 1.5',
      '"cooldown_seconds" is a whole number from 0 to 2592000',
    ],
    [
      'rules:\n  - name: a\n    pattern: x\n    threshold_count: 1001',
      '"threshold_count" is a whole number from 1 to 1000',
    ],
    [
      'rules:\n  - name: a\n    pattern: x\n    kind: absence',
      'tocsin.yaml:4 rule "a": Rules about lines that do not come are not supported yet',
    ],
    [
      'rules:\n  - name: a\n    pattern: x\n    field: " b"',
      'tocsin.yaml:4 rule "a": "field" is one line of text, without blanks at its ends',
    ],
    [
      'rules:\n  - {name: a, pattern: x}\n  - {name: a, pattern: y}',
      'tocsin.yaml:3 rule "a": there is another one with this name',
    ],
    [
      `rules:\n  - {name: a, pattern: x, workload_id: ${WEB}, overrides_rule_id: b}`,
      'tocsin.yaml:2 rule "a": "overrides_rule_id" is the name of a global rule of this file',
    ],
    ['rules:\n  - {name: "a ", pattern: x}', '"name" is one line of text, without blanks at its ends'],
    ['rules:\n  - {name: "a\\u202eb", pattern: x}', '"name" is one line of text, without blanks at its ends'],
    [`rules:\n  - {name: ${'n'.repeat(101)}, pattern: x}`, '"name" has at most 100 characters'],
  ])('are refused with the line of what is wrong: %j', (text, fault) => {
    const { rules, faults } = section(text);
    expect([rules, faults]).toEqual([[], [expect.stringContaining(fault)]]);
  });

  test('are refused as a whole, with the first twenty faults, and beyond as many as there may be', () => {
    const faulty = Array.from({ length: 30 }, (_, i) => `  - {name: r${i}, pattern: x, what: 1}`);
    const { rules, faults } = section(`rules:\n  - {name: a, pattern: x}\n${faulty.join('\n')}`);
    expect([rules.length, faults.length]).toEqual([0, 20]);
    const many = Array.from({ length: 8_193 }, (_, i) => `  - {name: r${i}, pattern: x}`);
    expect(section(`rules:\n${many.join('\n')}`).faults).toEqual([
      expect.stringContaining('has 8193 rules, at most 8192'),
    ]);
  });
});
