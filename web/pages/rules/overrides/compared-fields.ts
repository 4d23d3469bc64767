// A global rule beside its overrides, field by field.
import type { Rule } from '../../../api/shapes.ts';
import { showDuration } from '../../../format/duration.ts';
import { streamWords } from '../rule-words.ts';

/** What stands in a column: the rule's own, the same, another, or nothing, because an override that is switched off judges no line. */
export type Difference = 'own' | 'same' | 'other' | 'unused';

export interface ComparedField {
  readonly key: keyof typeof FIELDS;
  readonly name: string;
  /** The global rule first, then each override in its order. */
  readonly cells: readonly ComparedCell[];
}

export interface ComparedCell {
  readonly says: string;
  readonly is: Difference;
}

interface Field {
  readonly name: string;
  /** What is compared. */
  readonly parts: readonly (keyof Rule)[];
  readonly says: (rule: Rule) => string;
}

const FIELDS = {
  pattern: { name: 'Pattern', parts: ['pattern'], says: ({ pattern }) => pattern },
  exclude_pattern: { name: 'But not', parts: ['exclude_pattern'], says: (rule) => rule.exclude_pattern ?? 'Nothing' },
  field: { name: 'Field', parts: ['field'], says: ({ field }) => field ?? 'None: the whole line' },
  severity: { name: 'Severity', parts: ['severity'], says: ({ severity }) => severity },
  streams: { name: 'Streams', parts: ['streams'], says: ({ streams }) => streamWords(streams) },
  cooldown: { name: 'Cooldown', parts: ['cooldown_seconds'], says: cooldownWords },
  threshold: { name: 'Threshold', parts: ['threshold_count', 'threshold_window_seconds'], says: thresholdWords },
} as const satisfies Readonly<Record<string, Field>>;

/** One for each field in which an override that is in use differs from its rule. */
export function comparedFields(rule: Rule, overrides: readonly Rule[]): readonly ComparedField[] {
  const keys = Object.keys(FIELDS) as (keyof typeof FIELDS)[];
  return keys.flatMap((key) => {
    const { name, parts, says }: Field = FIELDS[key];
    const isSame = (other: Rule): boolean => parts.every((part) => other[part] === rule[part]);
    const others = overrides.map((other): ComparedCell => {
      const is = !other.enabled ? 'unused' : isSame(other) ? 'same' : 'other';
      return { says: says(other), is };
    });
    return others.some(({ is }) => is === 'other')
      ? [{ key, name, cells: [{ says: says(rule), is: 'own' }, ...others] }]
      : [];
  });
}

function cooldownWords({ cooldown_seconds: seconds }: Rule): string {
  return seconds === 0 ? 'None' : showDuration(seconds);
}

function thresholdWords({ threshold_count: count, threshold_window_seconds: window }: Rule): string {
  return count === null ? 'None' : `${count} within ${showDuration(window ?? 0)}`;
}
