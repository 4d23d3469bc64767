// Rules that are not in force as they are written.
import type { RuleStats } from '../../../api/shapes.ts';
import type { Hand } from './hand.ts';

type RuleError = RuleStats['last_compile_errors'][number];

const ORIGIN_WORDS: Readonly<Record<string, string>> = {
  api: 'made through the API',
  yaml: 'in the configuration file',
  label: 'in a label of a container',
};

export function ruleHands(errors: readonly RuleError[]): readonly Hand[] {
  return errors.map((error) => ({
    key: `rule ${error.rule_id} ${error.field}`,
    status: 'degraded',
    what: `“${error.rule_name}” is not in force`,
    why: `${error.message} (${whereOf(error)})`,
    href: error.origin === 'api' ? `/rules/${encodeURIComponent(error.rule_id)}` : '/rules',
  }));
}

/** `pattern, at character 5; made through the API`. */
function whereOf({ origin, field, position }: RuleError): string {
  const from = ORIGIN_WORDS[origin] ?? origin;
  if (field === null) return from;
  const part = field.replaceAll('_', ' ');
  return position === null ? `${part}; ${from}` : `${part}, at character ${position + 1}; ${from}`;
}
