// By which name rules, mutes, events and the API know a workload.
import { createHash } from 'node:crypto';
import type { Origin } from './origin.ts';

/** The same after a restart and on another instance: a digest of what makes the workload what it is. */
export function workloadId({ host, workload: { kind, name } }: Pick<Origin, 'host' | 'workload'>): string {
  return createHash('sha256')
    .update(JSON.stringify([host, kind, name]))
    .digest('hex')
    .slice(0, 16);
}
