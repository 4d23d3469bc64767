// What the pages ask of rules.
import type { AnswerOf, BodyOf, Caller } from './operation.ts';
import type { NewRule, Question, RulePatch } from './shapes.ts';

type TriedPatterns = Omit<BodyOf<typeof TEST>, 'sample_line'> & { readonly sample_lines: readonly string[] };
/** The document has one answer for one line, and one for several. */
export type OfSeveral = Extract<AnswerOf<typeof TEST>, { readonly results: unknown }>;

const TEST = 'POST /api/log-scan-rules/test';

export function ruleCalls(call: Caller) {
  return {
    rules: (cursor: string | undefined, signal?: AbortSignal) =>
      call('GET /api/log-scan-rules', { query: { cursor, limit: '500' }, signal }),
    /** Of a global rule. */
    overridesOf: (ruleId: string, signal?: AbortSignal) =>
      call('GET /api/log-scan-rules', { query: { overrides_rule_id: ruleId, limit: '500' }, signal }),
    /** It, or none: whether there is any. */
    newestRule: (signal?: AbortSignal) => call('GET /api/log-scan-rules', { query: { limit: '1' }, signal }),
    starterRules: (signal?: AbortSignal) => call('GET /api/starter-rules', { signal }),
    rule: (id: string, signal?: AbortSignal) => call('GET /api/log-scan-rules/{id}', { path: { id }, signal }),
    addRule: (body: NewRule) => call('POST /api/log-scan-rules', { body }),
    changeRule: (id: string, body: RulePatch) => call('PATCH /api/log-scan-rules/{id}', { path: { id }, body }),
    deleteRule: (id: string) => call('DELETE /api/log-scan-rules/{id}', { path: { id } }),
    explain: (body: Question, signal?: AbortSignal) => call('POST /api/explain', { body, signal }),
    tryPatterns: (body: TriedPatterns, signal?: AbortSignal) => call(TEST, { body, signal }) as Promise<OfSeveral>,
  };
}
