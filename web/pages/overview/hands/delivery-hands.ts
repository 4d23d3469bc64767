// What does not arrive: deliveries that were given up, and triggers that are not as they should be.
import type { Trigger } from '../../../api/shapes.ts';
import { showCount } from '../../../format/count.ts';
import type { Known } from '../../../live/as-known.ts';
import { triggerWords } from '../../triggers/trigger-words.ts';
import type { Hand } from './hand.ts';

export interface GivenUp {
  readonly count: number;
  /** There are more than were counted. */
  readonly more: boolean;
}

export function givenUpHands({ count, more }: GivenUp): readonly Hand[] {
  if (count === 0) return [];
  const what = `${more ? 'More than ' : ''}${showCount(count, 'delivery was', 'deliveries were')} given up`;
  const why = count === 1 && !more ? 'It can be tried again.' : 'They can be tried again, one or all.';
  return [{ key: 'deliveries', status: 'degraded', what, why, href: '/deliveries?state=dead' }];
}

export function triggerHands(triggers: readonly Trigger[]): readonly Hand[] {
  return triggers.flatMap((trigger) => {
    const { status, words, why = 'No event goes through it.' } = triggerWords(trigger);
    if (status === 'ok') return [];
    const what = `“${trigger.name}” is ${words.toLowerCase()}`;
    return [{ key: `trigger ${trigger.id}`, status, what, why, href: placeOf(trigger) }];
  });
}

/** What came through no trigger just now, and nobody has to do anything about. */
export function retryingNow(triggers: Known<readonly Trigger[]>): string | undefined {
  if (!('value' in triggers)) return undefined;
  const failing = triggers.value.filter(isRetrying);
  const [first] = failing;
  if (first === undefined) return undefined;
  const what = failing.length === 1 ? `“${first.name}”` : `${failing.length} triggers`;
  return `The last message through ${what} did not arrive. What can be tried again is, by itself.`;
}

/** It fails, and not for long. */
const isRetrying = (trigger: Trigger): boolean =>
  trigger.failing_since !== null && triggerWords(trigger).status === 'ok';

/** Only what an administrator typed here is changed on its own page; the list is where a trigger is resumed and enabled, and says of each where it stands. */
function placeOf({ id, enabled, suspension, origin }: Trigger): string {
  const isMendedByChange = enabled && suspension === null && origin === 'api';
  return isMendedByChange ? `/triggers/${encodeURIComponent(id)}` : '/triggers';
}
