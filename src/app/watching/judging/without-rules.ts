// Engines that are reached, and no rule that looks at a line of theirs: that is no watching.
import type { WatchingVerdict } from '../../../core/lines/watching-verdict.ts';

const NO_RULE = 'No rule is in force, so no line is read: make one, or mend those that are broken.';

/** @param inForce how many rules are in force; undefined before they were read, which is told elsewhere. */
export function withoutRules(verdict: WatchingVerdict, inForce: number | undefined): WatchingVerdict {
  if (inForce !== 0) return verdict;
  const status = verdict.status === 'ok' ? 'degraded' : verdict.status;
  return { ...verdict, status, reasons: [...verdict.reasons, NO_RULE] };
}
