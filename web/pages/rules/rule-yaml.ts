// A rule as it stands in a configuration file.
import type { Rule } from '../../api/shapes.ts';
import { USUAL_COOLDOWN_SECONDS } from './rule-words.ts';

/** What a rule has when nothing is said of it: that is left out. */
const DEFAULTS: Readonly<Partial<Record<keyof Rule, unknown>>> = {
  exclude_pattern: null,
  field: null,
  severity: 'warn',
  streams: 'both',
  cooldown_seconds: USUAL_COOLDOWN_SECONDS,
  threshold_count: null,
  threshold_window_seconds: null,
  workload_id: null,
  enabled: true,
};

/**
 * Every text is in double quotes, in which YAML reads what JSON writes.
 * @param known all rules, those that are written among them, so that one that is overridden from elsewhere can be named.
 */
export function ruleYaml(rules: readonly Rule[], known: readonly Rule[] = rules): string {
  const written = new Map(rules.filter(({ workload_id: id }) => id === null).map(({ id, name }) => [id, name]));
  const elsewhere = new Map(known.map(({ id, name }) => [id, name]));
  const entries = rules.map((rule) => {
    const others = Object.entries(DEFAULTS)
      .filter(([name, usual]) => rule[name as keyof Rule] !== usual)
      .map(([name]) => `    ${name}: ${JSON.stringify(rule[name as keyof Rule])}`);
    return [
      `  - name: ${JSON.stringify(rule.name)}`,
      `    pattern: ${JSON.stringify(rule.pattern)}`,
      ...others,
      ...overridden(rule, written, elsewhere),
    ].join('\n');
  });
  return `rules:\n${entries.join('\n')}\n`;
}

type NamesById = ReadonlyMap<string, string>;

/** By its name, as in a file; of one that is not in this file there is only its id, which says something where it was copied and nowhere else. */
function overridden({ overrides_rule_id: id }: Rule, written: NamesById, elsewhere: NamesById): readonly string[] {
  if (id === null) return [];
  const name = written.get(id);
  if (name !== undefined) return [`    overrides_rule_id: ${JSON.stringify(name)}`];
  const other = elsewhere.get(id);
  const note = other === undefined ? 'a rule that is not in this file' : `${JSON.stringify(other)}, not in this file`;
  return [`    overrides_rule_id: ${JSON.stringify(id)} # ${note}`];
}
