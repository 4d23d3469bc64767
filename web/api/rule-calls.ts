// What the pages ask of rules.
import type { Caller } from './caller.ts';
import type { Explanation, ListPage, NewRule, Question, Rule, RulePatch, RuleTrial, StarterRule } from './shapes.ts';

export interface TriedPatterns {
  readonly pattern: string;
  readonly exclude_pattern: string | null;
  readonly field: string | null;
  readonly sample_lines: readonly string[];
  readonly join_lines?: boolean;
}

export function ruleCalls(call: Caller) {
  return {
    rules: (cursor: string | undefined, signal?: AbortSignal) =>
      call<ListPage<Rule>>('GET', '/api/log-scan-rules', { query: { cursor, limit: '500' }, signal }),
    /** Of a global rule. */
    overridesOf: (ruleId: string, signal?: AbortSignal) =>
      call<ListPage<Rule>>('GET', '/api/log-scan-rules', {
        query: { overrides_rule_id: ruleId, limit: '500' },
        signal,
      }),
    /** It, or none: whether there is any. */
    newestRule: (signal?: AbortSignal) =>
      call<ListPage<Rule>>('GET', '/api/log-scan-rules', { query: { limit: '1' }, signal }),
    starterRules: (signal?: AbortSignal) =>
      call<{ readonly items: readonly StarterRule[] }>('GET', '/api/starter-rules', { signal }),
    rule: (id: string, signal?: AbortSignal) => call<Rule>('GET', pathOf(id), { signal }),
    addRule: (body: NewRule) => call<Rule>('POST', '/api/log-scan-rules', { body }),
    changeRule: (id: string, body: RulePatch) => call<Rule>('PATCH', pathOf(id), { body }),
    deleteRule: (id: string) => call<void>('DELETE', pathOf(id)),
    explain: (body: Question, signal?: AbortSignal) => call<Explanation>('POST', '/api/explain', { body, signal }),
    tryPatterns: (body: TriedPatterns, signal?: AbortSignal) =>
      call<{ readonly results: readonly RuleTrial[]; readonly lines?: readonly string[] }>(
        'POST',
        '/api/log-scan-rules/test',
        { body, signal },
      ),
  };
}

const pathOf = (id: string): string => `/api/log-scan-rules/${encodeURIComponent(id)}`;
