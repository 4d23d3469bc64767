// What was counted: lines, hits and what became of them, altogether and by rule.
import { z } from 'zod';
import { hitsOf, type RuleCounts, sumOfCounts } from '../../../core/flood/rule-counts.ts';
import { defineRoute, type Route } from '../../route.ts';
import type { RuleResources } from './rule-resources.ts';

export interface JudgedFigures {
  /** Since the beginning, those of containers that are forgotten among them. */
  readonly lines: number;
  readonly bytes: number;
  readonly activeTails: number;
}

/** What is counted of rules and of reading; whoever composes the server knows it. */
export interface StatsSource {
  /** By rule, since the beginning; those that are no more among them. */
  totals(): Promise<ReadonlyMap<string, RuleCounts>>;
  judged(): Promise<JudgedFigures>;
}

const suppressed = z.object({
  threshold: z.number(),
  cooldown: z.number(),
  rate_limit: z.number(),
  muted: z.number(),
  excluded: z.number().meta({ description: 'Lines that an exclude pattern took out: no hits, and not among them.' }),
});

const counts = z.object({ hits: z.number(), admitted: z.number(), suppressed });

export const ruleStatsShape = z
  .object({
    engine: counts.extend({
      lines: z.number().meta({ description: 'Judged since the beginning.' }),
      bytes: z.number(),
    }),
    active_tails: z.number(),
    last_compile_errors: z.array(
      z.object({
        rule_id: z.string(),
        rule_name: z.string(),
        origin: z.string(),
        field: z.string().nullable(),
        message: z.string(),
        position: z.number().nullable(),
      }),
    ),
    per_rule: z.array(counts.extend({ rule_id: z.string(), rule_name: z.string() })),
  })
  .meta({ id: 'RuleStats' });

export function ruleStatsRoutes({ book }: Pick<RuleResources, 'book'>, stats: StatsSource): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/log-scan-rules/stats',
      access: 'read',
      tag: 'Rules',
      summary: 'What was counted since the beginning: lines, hits and what became of them, altogether and by rule',
      replies: { 200: ruleStatsShape },
      async handle() {
        const [totals, { lines, bytes, activeTails }] = await Promise.all([stats.totals(), stats.judged()]);
        const perRule = [...totals].flatMap(([id, one]) => {
          const rule = book.current?.find(id);
          return rule ? [{ rule_id: id, rule_name: rule.name, ...shownCounts(one) }] : [];
        });
        return {
          status: 200,
          body: {
            engine: { lines, bytes, ...shownCounts(sumOfCounts(totals.values())) },
            active_tails: activeTails,
            last_compile_errors: book.faults.map(({ ruleId, ruleName, origin, field, message, position }) => ({
              ...{ rule_id: ruleId, rule_name: ruleName, origin, message },
              field: field ?? null,
              position: position ?? null,
            })),
            per_rule: perRule.sort((a, b) => b.hits - a.hits),
          },
        };
      },
    }),
  ];
}

function shownCounts(one: RuleCounts): z.input<typeof counts> {
  const { admitted, threshold, cooldown, rate_limit, muted, excluded } = one;
  return { hits: hitsOf(one), admitted, suppressed: { threshold, cooldown, rate_limit, muted, excluded } };
}
