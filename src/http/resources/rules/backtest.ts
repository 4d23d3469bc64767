// Rules that are tried on what containers have written: what would they have told?
import type { z } from 'zod';
import { principalKey } from '../../../access/principal.ts';
import { TocsinError } from '../../../core/errors.ts';
import { defineRule } from '../../../core/rules/raw-rule.ts';
import type { RuleDefinition } from '../../../core/rules/rule.ts';
import type { EventStream } from '../../event-stream.ts';
import { defineRoute, type Route } from '../../route.ts';
import { backtestFailed, backtestProgress, backtestQuestion, backtestResult } from './backtest-shapes.ts';
import type { RuleResources } from './rule-resources.ts';

export interface AskedBacktest {
  readonly rules: readonly RuleDefinition[];
  /** Undefined: all. */
  readonly workloadIds: readonly string[] | undefined;
  readonly hours: number;
  /** Each caller has one at a time; another one ends it. */
  readonly caller: string;
  /** Aborts when nobody waits for it any more. */
  readonly over: AbortSignal;
}

export interface Backtests {
  /** Refuses with a `TocsinError` what cannot be tried. Else it reads, and tells the client, until it is done or the client goes. */
  open(asked: AskedBacktest): Promise<(client: EventStream) => void>;
}

export interface BacktestDeps {
  readonly backtests: Backtests;
  readonly ruleResources: Pick<RuleResources, 'rules'>;
}

export function backtestRoutes({ backtests, ruleResources }: BacktestDeps): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/backtest',
      access: 'read',
      tag: 'Rules',
      summary:
        'What rules would have made of the last hours of containers’ own logs, as server-sent events: "progress" while they are read, then "result", or "failed" with a reason. Nothing is remembered of it; whoever goes away ends it',
      body: backtestQuestion,
      replies: { 200: { events: { progress: backtestProgress, result: backtestResult, failed: backtestFailed } } },
      async handle({ principal, body, over }) {
        const rules = await Promise.all(body.rules.map((rule, at) => definitionOf(rule, at, ruleResources)));
        const asked = { rules, workloadIds: body.workload_ids ?? undefined, hours: body.hours };
        return { status: 200, stream: await backtests.open({ ...asked, caller: principalKey(principal), over }) };
      },
    }),
  ];
}

type AskedRule = z.output<typeof backtestQuestion>['rules'][number];

async function definitionOf(
  { rule_id, pattern = '', name = 'a rule that is tried', ...raw }: AskedRule,
  at: number,
  { rules }: BacktestDeps['ruleResources'],
): Promise<RuleDefinition> {
  if (rule_id !== undefined) return rules.get(rule_id);
  const defined = defineRule({ ...raw, name, pattern });
  if (defined.ok) return defined.rule;
  const [first] = defined.faults;
  const details = defined.faults.map(({ path, ...fault }) => ({ ...fault, path: `rules.${at}.${path}` }));
  throw new TocsinError('refused', first.message, { details });
}
