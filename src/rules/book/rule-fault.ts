// Why an enabled rule is not in force as it is written.
import type { RuleOrigin } from '../../core/rules/rule.ts';

export interface RuleFault {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly origin: RuleOrigin;
  /** Undefined where it is the fault of no field. */
  readonly field: 'pattern' | 'exclude_pattern' | 'name' | 'field' | undefined;
  /** One sentence. */
  readonly message: string;
  /** Where in the pattern, as JavaScript counts. */
  readonly position: number | undefined;
}
