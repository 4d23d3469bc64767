// Rules that somebody who has none may begin with.
import { z } from 'zod';
import { STARTER_PACK } from '../../../rules/starter/starter-pack.ts';
import { defineRoute, type Route } from '../../route.ts';
import { severity } from '../shapes.ts';

export const starterRuleShape = z
  .object({
    name: z.string(),
    about: z.string().meta({ description: 'What it looks for, in a sentence.' }),
    pattern: z.string(),
    exclude_pattern: z.string().nullable(),
    severity,
    threshold_count: z.number().nullable(),
    threshold_window_seconds: z.number().nullable(),
  })
  .meta({ id: 'StarterRule' });

export function starterRuleRoutes(): Route[] {
  const items = STARTER_PACK.map(
    (rule): z.input<typeof starterRuleShape> => ({
      name: rule.name,
      about: rule.about,
      pattern: rule.pattern,
      exclude_pattern: rule.exclude_pattern ?? null,
      severity: rule.severity ?? 'warn',
      threshold_count: rule.threshold_count ?? null,
      threshold_window_seconds: rule.threshold_window_seconds ?? null,
    }),
  );
  return [
    defineRoute({
      method: 'GET',
      path: '/api/starter-rules',
      access: 'read',
      tag: 'Rules',
      summary:
        'Rules to begin with; none is in force by itself. Without "about" each is what POST /api/log-scan-rules takes',
      replies: { 200: z.object({ items: z.array(starterRuleShape) }) },
      async handle() {
        return { status: 200, body: { items } };
      },
    }),
  ];
}
