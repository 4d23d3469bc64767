// What of the rules makes the server less than well.
import type { ErrorDetail } from '../../core/errors.ts';
import type { Unread } from '../../rules/book/rule-book.ts';
import type { RuleFault } from '../../rules/book/rule-fault.ts';
import type { ContainerFault } from '../../rules/provisioned/label-rules.ts';

export interface RulesStanding {
  /** How many are in force; undefined until they were read once. */
  readonly inForce: number | undefined;
  readonly faults: readonly RuleFault[];
  /** Why they could not be read the last time. */
  readonly unread: Unread | undefined;
  readonly fileFaults: readonly ErrorDetail[];
  readonly labelFaults: readonly ContainerFault[];
}

export interface RulesVerdict {
  readonly status: 'ok' | 'degraded' | 'failing';
  readonly reasons: readonly string[];
}

/** One reading that failed is no blindness: the rules from before go on. */
const GRACE_MS = 10_000;

/** Without rules nothing is watched, whatever is read; a broken one is seen and leaves all others in force. */
export function judgeRules({ inForce, faults, unread, fileFaults, labelFaults }: RulesStanding): RulesVerdict {
  const reasons: string[] = [];
  if (unread !== undefined) reasons.push(`The rules cannot be read: ${unread.reason}`);
  const [broken, fileFault, labelFault] = [faults[0], fileFaults[0], labelFaults[0]];
  if (broken)
    reasons.push(`The rule "${broken.ruleName}"${andMore(faults)} is not in force as it is written: ${broken.message}`);
  if (fileFault)
    reasons.push(`The rules of the configuration file are those from before: ${fileFault.path}: ${fileFault.message}`);
  if (labelFault)
    reasons.push(
      `The label ${labelFault.label} of the container ${labelFault.container}${andMore(labelFaults)} is no rule: ${labelFault.message}`,
    );
  const isFailing = inForce === undefined || (unread !== undefined && unread.forMs >= GRACE_MS);
  return { status: isFailing ? 'failing' : reasons.length > 0 ? 'degraded' : 'ok', reasons };
}

const andMore = ({ length }: readonly unknown[]): string => (length > 1 ? ` (and ${length - 1} more)` : '');
