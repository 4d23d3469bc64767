// What the rules to begin with would have made, and what became of them, in words.
import type { Backtest } from '../../api/shapes.ts';
import { showCount, showCountOrNo } from '../../format/count.ts';
import type { PutInForce } from './put-in-force.ts';

/** A notice is read at a glance. */
const MOST_NAMES = 3;

/** `These 9 rules would have raised 14 events in the last 24 hours.` Of those that are chosen; of none there is nothing to say. */
export function wouldHaveRaised(chosen: readonly Pick<Backtest['rules'][number], 'events'>[], hours: number): string {
  if (chosen.length === 0) return 'No rule is chosen.';
  const them = chosen.length === 1 ? 'This rule' : `These ${chosen.length} rules`;
  const events = chosen.reduce((sum, rule) => sum + rule.events, 0);
  return `${them} would have raised ${showCountOrNo(events, 'event')} in the last ${hours} hours.`;
}

/** `8 rules are in force. The name “panic” was taken: the rule that has it is as it was.` */
export function inForceWords({ added, taken }: PutInForce): string {
  const made = added === 0 ? 'No rule was added.' : `${showCount(added, 'rule is', 'rules are')} in force.`;
  if (taken.length === 0) return made;
  const names = namesOf(taken);
  const kept =
    taken.length === 1
      ? `The name ${names} was taken: the rule that has it is as it was.`
      : `The names ${names} were taken: the rules that have them are as they were.`;
  return `${made} ${kept}`;
}

/** `“a”, “b”, “c” and 7 more` */
function namesOf(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `“${name}”`);
  const others = names.length - shown.length;
  return `${shown.join(', ')}${others > 0 ? ` and ${others} more` : ''}`;
}
