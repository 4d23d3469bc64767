// What becomes of a saved position when a change of it is saved.
import type { PositionChange, SavedPosition } from './reading.ts';

/** The position that holds after the change. A change that does not follow on what is saved is a bug of whoever made it, and throws a RangeError. */
export function applyPositionChange(saved: SavedPosition | undefined, change: PositionChange): SavedPosition {
  const { head, appended, appendedFrom, keepFrom } = change;
  const before = saved === undefined || appendedFrom === 0 ? NOTHING : saved;
  const end = before.tailFrom + before.tail.length;
  if (appendedFrom !== end)
    throw new RangeError(`The saved position ends at ${end}, and its change begins at ${appendedFrom}.`);
  const kept = before.tail.subarray(Math.min(before.tail.length, Math.max(0, keepFrom - before.tailFrom)));
  const fresh = appended.subarray(Math.min(appended.length, Math.max(0, keepFrom - appendedFrom)));
  const tail = new Uint8Array(kept.length + fresh.length);
  tail.set(kept);
  tail.set(fresh, kept.length);
  return { head, tail, tailFrom: end + appended.length - tail.length };
}

const NOTHING = { tail: new Uint8Array(0), tailFrom: 0 } as const;
