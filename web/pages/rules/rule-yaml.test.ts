import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseYaml } from '../../../src/config/file/yaml-document.ts';
import { readRuleSection } from '../../../src/config/rules/rule-section.ts';
import { derivedRuleId } from '../../../src/core/rules/rule-id.ts';
import { GLOBAL } from '../../../src/core/rules/rule-scope.ts';
import type { Rule } from '../../api/shapes.ts';
import { ruleYaml } from './rule-yaml.ts';

const USUAL = {
  name: 'disk',
  pattern: 'disk',
  exclude_pattern: null,
  severity: 'warn',
  streams: 'both',
  cooldown_seconds: 300,
  field: null,
  threshold_count: null,
  threshold_window_seconds: null,
  workload_id: null,
  overrides_rule_id: null,
  enabled: true,
} as Rule;

function readBack(text: string) {
  const parsed = parseYaml(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  const { rules, faults } = readRuleSection(parsed.document, 'tocsin.yaml');
  expect(faults).toEqual([]);
  return rules;
}

test('a rule with nothing but defaults is two lines', () => {
  expect(ruleYaml([USUAL])).toBe('rules:\n  - name: "disk"\n    pattern: "disk"\n');
});

const WEB = '0123456789abcdef';
const override = (part: Partial<Rule>): Rule => ({ ...USUAL, workload_id: WEB, ...part }) as Rule;

test('a rule that is overridden is called by its name, and one that is not among them is named beside its id', () => {
  const disk = { ...USUAL, id: '17' } as Rule;
  const here = override({ id: '18', name: 'here', overrides_rule_id: '17' });
  expect(ruleYaml([here, disk])).toContain('overrides_rule_id: "disk"\n');
  expect(ruleYaml([here], [disk, here])).toContain('overrides_rule_id: "17" # "disk", not in this file\n');
  expect(ruleYaml([here])).toContain('overrides_rule_id: "17" # a rule that is not in this file\n');
  expect(readBack(ruleYaml([here], [disk, here]))).toMatchObject([
    { scope: { kind: 'override', workloadId: WEB, overriddenId: '17' } },
  ]);
});

test('what is copied is read back as the same rules by the configuration file', () => {
  const pattern = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).filter((text) => !text.includes('\0'));
  const rule = fc.record({
    pattern,
    exclude_pattern: fc.option(pattern),
    severity: fc.constantFrom('info', 'warn', 'error', 'critical'),
    streams: fc.constantFrom('both', 'stdout', 'stderr'),
    cooldown_seconds: fc.nat({ max: 1_000 }),
    enabled: fc.boolean(),
    threshold: fc.option(fc.tuple(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 3_600 }))),
    place: fc.constantFrom('everywhere', 'alone', 'over the first', 'over another'),
  });
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 4 }), (parts) => {
      const rules = [FIRST, ...parts.map((part, at) => ruleOf(part, at))];
      expect(readBack(ruleYaml(rules, [...rules, OTHER]))).toMatchObject(rules.map(readOf));
    }),
    { numRuns: 100 },
  );
});

const FIRST = { ...USUAL, id: '1', name: 'first: "it\'s" #1' } as Rule;
const OTHER = { ...USUAL, id: '2', name: 'other # "\\"' } as Rule;
const PLACES = {
  everywhere: {},
  alone: { workload_id: WEB },
  'over the first': { workload_id: WEB, overrides_rule_id: FIRST.id },
  'over another': { workload_id: WEB, overrides_rule_id: OTHER.id },
};

type Part = Partial<Rule> & {
  readonly threshold: readonly [count: number, windowSeconds: number] | null;
  readonly place: keyof typeof PLACES;
};

const ruleOf = ({ threshold, place, ...part }: Part, at: number): Rule => ({
  ...USUAL,
  ...part,
  ...PLACES[place],
  id: String(at + 3),
  name: `rule ${at}: "it's" #1`,
  threshold_count: threshold?.[0] ?? null,
  threshold_window_seconds: threshold?.[1] ?? null,
});

/** What the configuration file makes of it. */
function readOf(rule: Rule) {
  const { name, pattern, exclude_pattern: excludePattern, severity, streams, enabled } = rule;
  const { threshold_count: count, threshold_window_seconds: windowSeconds } = rule;
  const threshold = count === null ? null : { count, windowSeconds };
  return {
    name,
    pattern,
    excludePattern,
    severity,
    streams,
    enabled,
    threshold,
    cooldownSeconds: rule.cooldown_seconds,
    scope: scopeOf(rule),
  };
}

/** Another rule of the file has the id that is made of its name. */
function scopeOf({ workload_id: workloadId, overrides_rule_id: id }: Rule) {
  if (workloadId === null) return { kind: 'global' };
  if (id === null) return { kind: 'workload', workloadId };
  const overriddenId = id === FIRST.id ? derivedRuleId('yaml', { scope: GLOBAL, name: FIRST.name }) : id;
  return { kind: 'override', workloadId, overriddenId };
}
