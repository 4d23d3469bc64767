// Names that several rules want. Each place has a name once, so that no line makes two events of what people take for one rule.
import type { Rule, RuleOrigin } from '../../core/rules/rule.ts';
import { nameSpaceOf } from '../../core/rules/rule-scope.ts';
import type { RuleFault } from './rule-fault.ts';

export interface NamedRules {
  /** Those whose names are their own. */
  readonly named: readonly Rule[];
  /** Why the enabled ones among the others are left out. */
  readonly faults: readonly RuleFault[];
}

/** Who keeps a name is a matter of where the rules stand, not of which was there first, so that every instance says the same after every start. */
const RANKS: Readonly<Record<RuleOrigin, number>> = { api: 0, yaml: 1, label: 2 };

const PLACES: Readonly<Record<RuleOrigin, string>> = {
  api: 'was made through the API',
  yaml: 'is written in the configuration file',
  label: 'is written in a label of a container',
};

/** A name belongs to the rule that was made through the API, then to the one in the file, then to the one in a label; also while that one is disabled. */
export function withOwnNames(rules: readonly Rule[]): NamedRules {
  const owners = new Map<string, Rule>();
  for (const rule of rules) {
    const owner = owners.get(keyOf(rule));
    if (owner === undefined || RANKS[rule.origin] < RANKS[owner.origin]) owners.set(keyOf(rule), rule);
  }
  const [named, faults]: [Rule[], RuleFault[]] = [[], []];
  for (const rule of rules) {
    const owner = owners.get(keyOf(rule));
    if (owner === undefined || owner.origin === rule.origin) named.push(rule);
    else if (rule.enabled) faults.push(nameTaken(rule, owner));
  }
  return { named, faults };
}

const keyOf = ({ scope, name }: Rule): string => JSON.stringify([nameSpaceOf(scope), name]);

function nameTaken({ id, name, origin, scope }: Rule, owner: Rule): RuleFault {
  const where = scope.kind === 'global' ? 'among the global rules' : 'in this workload';
  return {
    ...{ ruleId: id, ruleName: name, origin, field: 'name', position: undefined },
    message: `It ${PLACES[origin]}, and its name is that of the rule ${owner.id} ${where}, which ${PLACES[owner.origin]} and stays in force: rename one of them.`,
  };
}
