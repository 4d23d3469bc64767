// Where the lines of a container are begun that was never read. The engine's clock alone counts.
import { compareStamps, type Stamp, stampAfter } from '../../../../core/lines/stamp.ts';
import type { StartAt } from '../../reader/container-news.ts';

/** The time for which an engine was watched. */
export interface WatchedSpan {
  /** The moment of the very first connection. */
  readonly since: Stamp;
  /** All containers that were created until then were told of; undefined before the first list was seen. */
  readonly until: Stamp | undefined;
}

export const BEGINNING: StartAt = { at: 'beginning' };

/**
 * A container has the time at which its making began, and appears when it is made, which takes seconds on a slow disk: one that
 * is so much older than the last look may still have appeared behind it.
 */
const LONGEST_MAKING_MS = 60_000;

/** For a container that a list shows. One that an event announces is new, and begins at its beginning. */
export function startPosition(
  container: {
    readonly created: Stamp | undefined;
    /** It was told of in an earlier run, and nothing of it was read. */
    readonly isKnown: boolean;
    /** An earlier run saw it, and it had never run then. */
    readonly wasUnstarted: boolean;
  },
  { since, until }: WatchedSpan,
  now: Stamp,
): StartAt {
  const { created, isKnown, wasUnstarted } = container;
  // Where nobody knows its age, reading too much is the smaller fault.
  if (created === undefined || wasUnstarted) return BEGINNING;
  // Lists have whole seconds: within the second of the first connection it counts as running already.
  if (isKnown || until === undefined)
    return created.seconds > since.seconds ? BEGINNING : { at: 'moment', moment: since };
  const isRecent = compareStamps(created, stampAfter(until, -LONGEST_MAKING_MS)) >= 0;
  return isRecent ? BEGINNING : { at: 'moment', moment: now };
}
