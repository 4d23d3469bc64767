// What one rule would make of a line, in words.
import type { Explanation } from '../../api/shapes.ts';
import type { Status } from '../../parts/marks/status-mark.tsx';

export type Step = Explanation['steps'][number];

/** What the rule has nothing to do with is neither well nor ill; a hit that makes no event is what somebody may have to look at. */
const OUTCOMES: Readonly<
  Record<Step['outcome'], { readonly status: Status; readonly words: string; readonly why: string }>
> = {
  other_stream: { status: 'neutral', words: 'Not looked at', why: 'The rule does not look at this stream.' },
  no_match: { status: 'neutral', words: 'No match', why: 'The pattern does not match.' },
  excluded: { status: 'neutral', words: 'Excluded', why: 'The pattern matches, and so does what is excluded.' },
  threshold: { status: 'degraded', words: 'Held back', why: 'It is a hit; the threshold is not reached yet.' },
  muted: { status: 'degraded', words: 'Muted', why: 'It is a hit; the rule or the workload is muted.' },
  cooldown: { status: 'degraded', words: 'Held back', why: 'It is a hit; the rule is still in its cooldown here.' },
  rate_limit: {
    status: 'degraded',
    words: 'Held back',
    why: 'It is a hit; its container or file has had all the events that it may have for now.',
  },
  admitted: { status: 'ok', words: 'An event', why: 'It would become an event.' },
};

export const stepWords = ({ outcome }: Step) => OUTCOMES[outcome];

const HINDRANCES: Readonly<Record<string, string>> = {
  disabled: 'it is disabled',
  broken: 'it is broken',
  suspended: 'it is suspended',
  too_many_hops: 'it has gone round too often',
  severity: 'it takes other severities',
  source: 'it takes other sources',
  workload: 'it takes other workloads',
  message: 'its pattern does not match the message',
};

/** Which triggers would take the event, and why the others would not. */
export function triggerLines({ triggers }: Step): readonly string[] {
  return (triggers ?? []).map(({ name, hindrance }) =>
    hindrance === null ? `Goes through “${name}”.` : `Not through “${name}”: ${HINDRANCES[hindrance] ?? hindrance}.`,
  );
}

/** Those that say most first: what becomes an event, then hits, then the rest. */
export function inOrder(steps: readonly Step[]): readonly Step[] {
  const rank = ({ outcome, matched }: Step): number => (outcome === 'admitted' ? 0 : matched ? 1 : 2);
  return steps.toSorted((a, b) => rank(a) - rank(b));
}
