// The rules that are in force for one workload, with where each comes from.
import { z } from 'zod';
import { TocsinError } from '../../../core/errors.ts';
import type { Rule } from '../../../core/rules/rule.ts';
import { LEFT_OUT_REASONS } from '../../../rules/effective/effective-rules.ts';
import { defineRoute, type Route } from '../../route.ts';
import { workloadId } from '../shapes.ts';
import type { RuleResources } from './rule-resources.ts';
import { ruleShape, shownRules } from './rule-shapes.ts';

const mention = z.object({ id: z.string(), name: z.string() });

export const effectiveShape = z
  .object({
    workload_id: z.string(),
    rules: z.array(
      ruleShape.extend({
        from: z.enum(['global', 'override', 'workload']),
        replaces: mention.nullable().meta({ description: 'The global rule in whose place the override stands.' }),
      }),
    ),
    left_out: z
      .array(
        ruleShape.extend({
          reason: z.enum(LEFT_OUT_REASONS).meta({
            description:
              '`replaced` or `switched_off` by an override of this workload; `disabled` itself; `broken`: it does not compile, or another rule has its name; `nothing_to_override`: its global rule is not there.',
          }),
          by: mention.nullable().meta({ description: 'The override.' }),
        }),
      )
      .meta({ description: 'Rules that would be in force here if there were no reason against it.' }),
  })
  .meta({ id: 'EffectiveRules' });

export function effectiveRuleRoutes(resources: Pick<RuleResources, 'book' | 'hits'>): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/workloads/{id}/effective-rules',
      access: 'read',
      tag: 'Rules',
      summary:
        'The rules in force for a workload, and those that were replaced or switched off; whether it runs or not',
      params: z.strictObject({ id: workloadId }),
      replies: { 200: effectiveShape },
      async handle({ params }) {
        const { current } = resources.book;
        if (current === undefined)
          throw new TocsinError('store_unavailable', 'The rules have not been read yet.', { retryAfterSeconds: 5 });
        const { inForce, leftOut } = current.effectiveOf(params.id);
        const shown = await shownRules(
          [...inForce, ...leftOut].map(({ rule }) => rule),
          resources,
        );
        return {
          status: 200,
          body: {
            workload_id: params.id,
            rules: zip(inForce, shown).map(([{ from, replaces }, rule]) => ({
              ...rule,
              from,
              replaces: named(replaces),
            })),
            left_out: zip(leftOut, shown.slice(inForce.length)).map(([{ reason, by }, rule]) => ({
              ...rule,
              reason,
              by: named(by),
            })),
          },
        };
      },
    }),
  ];
}

const named = (rule: Rule | undefined): z.input<typeof mention> | null =>
  rule ? { id: rule.id, name: rule.name } : null;

/** The second list is at least as long as the first. */
function zip<One, Other>(ones: readonly One[], others: readonly Other[]): [One, Other][] {
  return ones.flatMap((one, at) => {
    const other = others[at];
    return other === undefined ? [] : [[one, other] as [One, Other]];
  });
}
