// By which id the API knows an origin.
import { createHash } from 'node:crypto';
import type { Origin } from '../origin.ts';

/** An origin stays the same object for long, and a list of many is asked for again and again. */
const known = new WeakMap<Origin, string>();

/** A container's is its engine's; a file's is a digest of its key, for a path does not go into an address. */
export function originId(origin: Origin): string {
  if (origin.containerId !== undefined) return origin.containerId;
  const before = known.get(origin);
  if (before !== undefined) return before;
  const id = `file-${createHash('sha256').update(origin.key).digest('hex').slice(0, 16)}`;
  known.set(origin, id);
  return id;
}
