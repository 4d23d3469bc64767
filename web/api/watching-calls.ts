// What the pages ask of what is watched, and by which rules.
import type { Caller } from './caller.ts';
import type { Container, EffectiveRules, ListPage, NewRule, Rule, Workload } from './shapes.ts';

/** As many as a page may have. */
const MOST = '500';

export function watchingCalls(call: Caller) {
  return {
    rules: (cursor: string | undefined, signal?: AbortSignal) =>
      call<ListPage<Rule>>('GET', '/api/log-scan-rules', { query: { cursor, limit: MOST }, signal }),
    rule: (id: string, signal?: AbortSignal) => call<Rule>('GET', rulePath(id), { signal }),
    addRule: (body: NewRule) => call<Rule>('POST', '/api/log-scan-rules', { body }),
    deleteRule: (id: string) => call<void>('DELETE', rulePath(id)),
    workloads: (cursor: string | undefined, signal?: AbortSignal) =>
      call<ListPage<Workload>>('GET', '/api/workloads', { query: { cursor, limit: MOST }, signal }),
    workload: (id: string, signal?: AbortSignal) => call<Workload>('GET', workloadPath(id), { signal }),
    containersOf: (workloadId: string, signal?: AbortSignal) =>
      call<ListPage<Container>>('GET', '/api/containers', {
        query: { workload_id: workloadId, limit: '100' },
        signal,
      }),
    effectiveRules: (workloadId: string, signal?: AbortSignal) =>
      call<EffectiveRules>('GET', `${workloadPath(workloadId)}/effective-rules`, { signal }),
  };
}

const rulePath = (id: string): string => `/api/log-scan-rules/${encodeURIComponent(id)}`;
const workloadPath = (id: string): string => `/api/workloads/${encodeURIComponent(id)}`;
