import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseYaml } from '../../../src/config/file/yaml-document.ts';
import { readRuleSection } from '../../../src/config/rules/rule-section.ts';
import type { Rule } from '../../api/shapes.ts';
import { ruleYaml } from './rule-yaml.ts';

const USUAL = {
  ...{ name: 'disk', pattern: 'disk', exclude_pattern: null, severity: 'warn', streams: 'both', cooldown_seconds: 300 },
  ...{
    threshold_count: null,
    threshold_window_seconds: null,
    workload_id: null,
    overrides_rule_id: null,
    enabled: true,
  },
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

test('what is copied is read back as the same rules by the configuration file', () => {
  const pattern = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).filter((text) => !text.includes('\0'));
  const rule = fc.record({
    pattern,
    exclude_pattern: fc.option(pattern),
    severity: fc.constantFrom('info', 'warn', 'error', 'critical'),
    streams: fc.constantFrom('both', 'stdout', 'stderr'),
    cooldown_seconds: fc.nat({ max: 1_000 }),
    enabled: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(rule, { minLength: 1, maxLength: 4 }), (parts) => {
      const rules = parts.map((part, at) => ({ ...USUAL, ...part, name: `rule ${at}: "it's" #1` }) as Rule);
      const read = readBack(ruleYaml(rules));
      expect(read).toMatchObject(
        rules.map(
          ({
            name,
            pattern: own,
            exclude_pattern: excludePattern,
            severity,
            streams,
            enabled,
            cooldown_seconds: cooldown,
          }) => ({
            ...{ name, pattern: own, excludePattern, severity, streams, enabled, cooldownSeconds: cooldown },
          }),
        ),
      );
    }),
  );
});
