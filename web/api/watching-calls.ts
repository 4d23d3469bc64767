// What the pages ask of what is watched.
import type { Caller } from './operation.ts';

/** As many as a page may have. */
const MOST = '500';

export function watchingCalls(call: Caller) {
  return {
    workloads: (cursor: string | undefined, signal?: AbortSignal) =>
      call('GET /api/workloads', { query: { cursor, limit: MOST }, signal }),
    workload: (id: string, signal?: AbortSignal) => call('GET /api/workloads/{id}', { path: { id }, signal }),
    containers: (cursor: string | undefined, signal?: AbortSignal) =>
      call('GET /api/containers', { query: { cursor, limit: MOST }, signal }),
    containersOf: (workloadId: string, signal?: AbortSignal) =>
      call('GET /api/containers', { query: { workload_id: workloadId, limit: '100' }, signal }),
    /** Of the last hour. */
    recentLines: (id: string, signal?: AbortSignal) => call('GET /api/workloads/{id}/lines', { path: { id }, signal }),
    effectiveRules: (id: string, signal?: AbortSignal) =>
      call('GET /api/workloads/{id}/effective-rules', { path: { id }, signal }),
  };
}
