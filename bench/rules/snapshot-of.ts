// Rules that hold everywhere, as a benchmark judges by them.
import { RULE_DEFAULTS, type Rule } from '../../src/core/rules/rule.ts';
import { GLOBAL } from '../../src/core/rules/rule-scope.ts';
import { compileRule } from '../../src/match/compile-rule.ts';
import { ActiveMutes } from '../../src/rules/snapshot/active-mutes.ts';
import { RuleSnapshot } from '../../src/rules/snapshot/rule-snapshot.ts';

export function snapshotOf(patterns: readonly string[]): RuleSnapshot {
  const placed = patterns.map((pattern, i) => {
    const compiled = compileRule({ pattern });
    if (!compiled.ok) throw new Error(compiled.fault.message);
    return { rule: ruleOf(pattern, i), compiled: compiled.rule };
  });
  return new RuleSnapshot({ rules: placed.map(({ rule }) => rule), placed, mutes: new ActiveMutes([]) });
}

function ruleOf(pattern: string, i: number): Rule {
  const fixed = {
    kind: 'match',
    origin: 'api',
    excludePattern: null,
    field: null,
    threshold: null,
    scope: GLOBAL,
  } as const;
  return { ...RULE_DEFAULTS, ...fixed, id: String(i + 1), name: `rule ${i}`, pattern, createdAt: 0, updatedAt: 0 };
}
