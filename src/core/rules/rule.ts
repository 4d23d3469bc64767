// What a rule is: a pattern, and what it means when a line matches it.
import type { Severity } from '../severity.ts';
import type { RuleScope } from './rule-scope.ts';

/** A rule of the kind `absence`, which is about lines that do not come, is not to be had yet. */
export const RULE_KINDS = ['match', 'absence'] as const;

export const RULE_STREAMS = ['both', 'stdout', 'stderr'] as const;
export type RuleStreams = (typeof RULE_STREAMS)[number];

/** Who wrote a rule: people through the API, the configuration file, or a label of a container. */
export const RULE_ORIGINS = ['api', 'yaml', 'label'] as const;
export type RuleOrigin = (typeof RULE_ORIGINS)[number];

/** So many hits within so many seconds make one that counts. */
export interface Threshold {
  readonly count: number;
  readonly windowSeconds: number;
}

/** What a rule says, whoever wrote it. */
export interface RuleDefinition {
  readonly kind: 'match';
  readonly name: string;
  readonly pattern: string;
  /** A line that this matches as well is no hit. */
  readonly excludePattern: string | null;
  /** Both patterns are matched against the value of this field, and a line that has none is no hit; null: against whole lines. */
  readonly field: string | null;
  readonly severity: Severity;
  readonly streams: RuleStreams;
  /** After an event of this rule its hits in the same container are held back for so long, by the lines' own time. */
  readonly cooldownSeconds: number;
  readonly threshold: Threshold | null;
  readonly scope: RuleScope;
  readonly enabled: boolean;
}

export interface Rule extends RuleDefinition {
  readonly id: string;
  readonly origin: RuleOrigin;
  /** Milliseconds since 1970; null where nobody knows, as of a rule in a file. */
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
}

export const RULE_DEFAULTS = {
  severity: 'warn',
  streams: 'both',
  cooldownSeconds: 300,
  enabled: true,
} as const satisfies Partial<RuleDefinition>;
