// What a rule in a file may say: each field, what its value must be, and whether a scan of a file applies it. The server's configuration and a scan take the same files.

import { RULE_KINDS, RULE_STREAMS } from '../../core/rules/rule.ts';
import { fieldNameFault } from '../../core/rules/rule-field.ts';
import {
  MOST_COOLDOWN_SECONDS,
  MOST_NAME_CHARACTERS,
  MOST_THRESHOLD_COUNT,
  MOST_THRESHOLD_WINDOW_SECONDS,
} from '../../core/rules/rule-limits.ts';
import { SEVERITIES } from '../../core/severity.ts';
import { GIVEN_NAME_HINT, isGivenName } from '../../core/text/given-name.ts';
import { suggest } from '../suggestion.ts';

interface RuleField {
  /** What a value must be, as the end of a sentence; undefined when it is that. */
  readonly fault: (value: unknown) => string | undefined;
  /** Whether a scan applies it. What only tells about the rule, as an export from the server does, has nothing to apply. */
  readonly use: 'applied' | 'not-applied' | 'tells';
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? undefined : 'is a text; put it in quotes';

/** It is printed at the start of lines. */
function name(value: unknown): string | undefined {
  const notText = text(value);
  if (notText !== undefined) return notText;
  const given = String(value);
  if (!isGivenName(given)) return `is ${GIVEN_NAME_HINT}`;
  return given.length > MOST_NAME_CHARACTERS ? `has at most ${MOST_NAME_CHARACTERS} characters` : undefined;
}

const truth = (value: unknown): string | undefined =>
  typeof value === 'boolean' ? undefined : 'is true or false, without quotes';

function number(least: number, most: number): RuleField['fault'] {
  return (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most
      ? undefined
      : `is a whole number from ${least} to ${most}, without quotes`;
}

function oneOf(...choices: readonly string[]): RuleField['fault'] {
  return (value) => {
    if (choices.some((choice) => choice === value)) return undefined;
    const near = typeof value === 'string' ? suggest(value, choices) : undefined;
    return `is one of ${choices.join(', ')}${near === undefined ? '' : `; did you mean "${near}"?`}`;
  };
}

const anything = (): undefined => undefined;

const FIELDS: Readonly<Record<string, RuleField>> = {
  name: { fault: name, use: 'applied' },
  kind: { fault: oneOf(...RULE_KINDS), use: 'applied' },
  pattern: { fault: text, use: 'applied' },
  exclude_pattern: { fault: text, use: 'applied' },
  severity: { fault: oneOf(...SEVERITIES), use: 'applied' },
  enabled: { fault: truth, use: 'applied' },
  field: { fault: (value) => text(value) ?? fieldNameFault(String(value)), use: 'applied' },
  streams: { fault: oneOf(...RULE_STREAMS), use: 'not-applied' },
  cooldown_seconds: { fault: number(0, MOST_COOLDOWN_SECONDS), use: 'not-applied' },
  threshold_count: { fault: number(1, MOST_THRESHOLD_COUNT), use: 'not-applied' },
  threshold_window_seconds: { fault: number(1, MOST_THRESHOLD_WINDOW_SECONDS), use: 'not-applied' },
  absence_seconds: { fault: number(1, MOST_COOLDOWN_SECONDS), use: 'tells' },
  workload_id: { fault: text, use: 'not-applied' },
  overrides_rule_id: { fault: text, use: 'not-applied' },
  id: { fault: anything, use: 'tells' },
  origin: { fault: anything, use: 'tells' },
  compile_error: { fault: anything, use: 'tells' },
  hits_24h: { fault: anything, use: 'tells' },
  last_hit_at: { fault: anything, use: 'tells' },
  created_at: { fault: anything, use: 'tells' },
  updated_at: { fault: anything, use: 'tells' },
};

/** Values that ask for nothing. */
const ASKS_NOTHING: ReadonlySet<unknown> = new Set([null, undefined, 'both', 0]);

/** What is wrong with a field, or undefined. An optional one without a value counts as absent. */
export function fieldFault(key: string, value: unknown): string | undefined {
  const field = Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined;
  if (field === undefined) {
    const near = suggest(key, Object.keys(FIELDS));
    return `a rule has no "${key}"${near === undefined ? '' : `; did you mean "${near}"?`}`;
  }
  if (value === null && key !== 'name' && key !== 'pattern') return undefined;
  const fault = field.fault(value);
  return fault === undefined ? undefined : `"${key}" ${fault}`;
}

/** Whether the field asks for something that a scan does not do. */
export const isNotApplied = (key: string, value: unknown): boolean =>
  FIELDS[key]?.use === 'not-applied' && !ASKS_NOTHING.has(value);
