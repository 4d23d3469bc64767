// A rule as it stands in a configuration file.
import type { Rule } from '../../api/shapes.ts';

/** What a rule has when nothing is said of it: that is left out. */
const DEFAULTS: Readonly<Partial<Record<keyof Rule, unknown>>> = {
  exclude_pattern: null,
  severity: 'warn',
  streams: 'both',
  cooldown_seconds: 300,
  threshold_count: null,
  threshold_window_seconds: null,
  workload_id: null,
  overrides_rule_id: null,
  enabled: true,
};

/** Every text is in double quotes, in which YAML reads what JSON writes. */
export function ruleYaml(rules: readonly Rule[]): string {
  const entries = rules.map((rule) => {
    const others = Object.entries(DEFAULTS)
      .filter(([name, usual]) => rule[name as keyof Rule] !== usual)
      .map(([name]) => `    ${name}: ${JSON.stringify(rule[name as keyof Rule])}`);
    return [`  - name: ${JSON.stringify(rule.name)}`, `    pattern: ${JSON.stringify(rule.pattern)}`, ...others].join(
      '\n',
    );
  });
  return `rules:\n${entries.join('\n')}\n`;
}
