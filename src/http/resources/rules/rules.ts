// What a line means: the rules that people make, and those that are written elsewhere.
import { z } from 'zod';
import { byPrincipal } from '../../../access/principal.ts';
import { defineRoute, type Route } from '../../route.ts';
import { DEFAULT_PAGE, pageOf, pageQuery } from '../shapes.ts';
import type { RuleResources } from './rule-resources.ts';
import { newRule, ruleId, rulePatch, ruleShape, shownRules } from './rule-shapes.ts';

export const ruleInPath = z.strictObject({ id: ruleId });

const ruleQuery = pageQuery.extend({
  overrides_rule_id: ruleId.optional().meta({ description: 'Only the overrides of this global rule.' }),
});

export function ruleRoutes(resources: RuleResources): Route[] {
  return [...readingRoutes(resources), ...changingRoutes(resources)];
}

function readingRoutes(resources: RuleResources): Route[] {
  const { rules } = resources;
  return [
    defineRoute({
      method: 'GET',
      path: '/api/log-scan-rules',
      access: 'read',
      tag: 'Rules',
      summary: 'All rules: those of the API, newest first, then those of the configuration file and of labels',
      query: ruleQuery,
      replies: { 200: pageOf(ruleShape) },
      async handle({ query }) {
        const page = await rules.list({
          limit: query.limit ?? DEFAULT_PAGE,
          cursor: query.cursor,
          overriddenId: query.overrides_rule_id,
        });
        return {
          status: 200,
          body: { items: await shownRules(page.items, resources), next_cursor: page.nextCursor },
        };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/log-scan-rules/{id}',
      access: 'read',
      tag: 'Rules',
      summary: 'One rule',
      params: ruleInPath,
      replies: { 200: ruleShape },
      async handle({ params }) {
        return { status: 200, body: await shown(resources, rules.get(params.id)) };
      },
    }),
  ];
}

function changingRoutes(resources: RuleResources): Route[] {
  const { rules } = resources;
  return [
    defineRoute({
      method: 'POST',
      path: '/api/log-scan-rules',
      access: 'admin',
      tag: 'Rules',
      summary: 'Add a rule: global, for one workload, or in the place of a global rule in one workload',
      body: newRule,
      replies: { 201: ruleShape },
      async handle({ body, principal, origin }) {
        return { status: 201, body: await shown(resources, rules.create(body, byPrincipal(principal, origin))) };
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/log-scan-rules/{id}',
      access: 'admin',
      tag: 'Rules',
      summary: 'Change a rule: what is absent stays, null is the default again',
      params: ruleInPath,
      body: rulePatch,
      replies: { 200: ruleShape },
      async handle({ params, body, principal, origin }) {
        const changed = rules.change(params.id, body, byPrincipal(principal, origin));
        return { status: 200, body: await shown(resources, changed) };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/log-scan-rules/{id}',
      access: 'admin',
      tag: 'Rules',
      summary: 'Delete a rule, a global one together with its overrides',
      params: ruleInPath,
      replies: { 204: 'empty' },
      async handle({ params, principal, origin }) {
        await rules.delete(params.id, byPrincipal(principal, origin));
        return { status: 204 };
      },
    }),
  ];
}

async function shown(
  resources: RuleResources,
  rule: ReturnType<RuleResources['rules']['get']>,
): Promise<z.input<typeof ruleShape>> {
  const [one] = await shownRules([await rule], resources);
  if (one === undefined) throw new Error('A rule that is there is shown.');
  return one;
}
