// What the pages ask of what is watched.
import type { Caller } from './caller.ts';
import type { Container, EffectiveRules, ListPage, RecentLines, Workload } from './shapes.ts';

/** As many as a page may have. */
const MOST = '500';

export function watchingCalls(call: Caller) {
  return {
    workloads: (cursor: string | undefined, signal?: AbortSignal) =>
      call<ListPage<Workload>>('GET', '/api/workloads', { query: { cursor, limit: MOST }, signal }),
    workload: (id: string, signal?: AbortSignal) => call<Workload>('GET', workloadPath(id), { signal }),
    containers: (cursor: string | undefined, signal?: AbortSignal) =>
      call<ListPage<Container>>('GET', '/api/containers', { query: { cursor, limit: MOST }, signal }),
    containersOf: (workloadId: string, signal?: AbortSignal) =>
      call<ListPage<Container>>('GET', '/api/containers', {
        query: { workload_id: workloadId, limit: '100' },
        signal,
      }),
    /** Of the last hour. */
    recentLines: (workloadId: string, signal?: AbortSignal) =>
      call<RecentLines>('GET', `${workloadPath(workloadId)}/lines`, { signal }),
    effectiveRules: (workloadId: string, signal?: AbortSignal) =>
      call<EffectiveRules>('GET', `${workloadPath(workloadId)}/effective-rules`, { signal }),
  };
}

const workloadPath = (id: string): string => `/api/workloads/${encodeURIComponent(id)}`;
