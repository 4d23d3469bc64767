// In which order rules take their places: of several on one line the most severe is judged first, then by id.

import type { Rule } from '../../core/rules/rule.ts';
import { compareRuleIds } from '../../core/rules/rule-id.ts';
import { SEVERITIES } from '../../core/severity.ts';

export const comparePlaces = (one: Rule, other: Rule): number =>
  SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity) || compareRuleIds(one.id, other.id);
