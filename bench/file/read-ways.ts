// The ways in which `read.ts` has a file read, by the name that it shows.
import { AS_TRACES, type Joining } from '../../src/core/joining/joining.ts';
import type { Rule } from '../../src/core/rules/rule.ts';
import { OnePattern } from '../../src/match/one-pattern.ts';
import { sampleRule } from '../../test/support/rule-samples.ts';
import { ruleSet } from '../match/rule-sets.ts';

export interface Way {
  /** Undefined where no line is judged. */
  readonly rules?: readonly Rule[];
  readonly joining?: Joining;
}

const starts = OnePattern.compile('^[A-Z0-9\\[{]');
const judged = ruleSet(50).map((pattern, n) => sampleRule(String(n + 1), { pattern }));
const ofLevel = sampleRule('51', { pattern: '^(error|fatal)$', field: 'level' });

export const WAYS: Readonly<Record<string, Way>> = {
  '50 rules': { rules: judged },
  '50 rules and a field': { rules: [...judged, ofLevel] },
  '50 rules, joined': { rules: judged, joining: AS_TRACES },
  'not judged': {},
  'not judged, joined': { joining: AS_TRACES },
  'joined by a pattern': { joining: { begins: (line) => starts.ok && starts.pattern.matches(line) } },
};
