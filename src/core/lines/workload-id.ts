// By which name rules, mutes, events and the API know a workload.
import { createHash } from 'node:crypto';
import type { Origin } from './origin.ts';

/** An origin stays the same object for long, and is asked about again and again. */
const known = new WeakMap<object, string>();

/** The same after a restart and on another instance: a digest of what makes the workload what it is. */
export function workloadId(origin: Pick<Origin, 'host' | 'workload'>): string {
  const before = known.get(origin);
  if (before !== undefined) return before;
  const { host, workload } = origin;
  const text = JSON.stringify([host, workload.kind, workload.name]);
  const id = createHash('sha256').update(text).digest('hex').slice(0, 16);
  known.set(origin, id);
  return id;
}
