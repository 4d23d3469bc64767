// Times in which hits are counted and raise nothing.
import { z } from 'zod';
import { byPrincipal } from '../../../access/principal.ts';
import { MOST_REASON_CHARACTERS, type Mute } from '../../../core/rules/mute.ts';
import { defineRoute, type Route } from '../../route.ts';
import {
  DEFAULT_PAGE,
  id,
  idInPath,
  iso,
  isoOrNull,
  pageOf,
  pageQuery,
  time,
  workloadId,
  writtenMoment,
} from '../shapes.ts';
import type { RuleResources } from './rule-resources.ts';
import { ruleId } from './rule-shapes.ts';

export const newMute = z
  .strictObject({
    rule_id: ruleId.nullish(),
    workload_id: workloadId.nullish(),
    from: writtenMoment.nullish().meta({ description: 'Now unless said. By the lines’ own time.' }),
    until: writtenMoment,
    reason: z
      .string()
      .max(MOST_REASON_CHARACTERS)
      .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'no control characters')
      .nullish(),
  })
  .meta({ id: 'NewMute' });

export const muteShape = z
  .object({
    id,
    rule_id: z.string().nullable(),
    workload_id: z.string().nullable(),
    from: time,
    until: time,
    reason: z.string().nullable(),
    ended_at: time.nullable().meta({ description: 'When somebody ended it before its time.' }),
    created_by: z.string(),
    created_at: time,
  })
  .meta({ id: 'Mute' });

const toMute = (mute: Mute): z.input<typeof muteShape> => ({
  id: mute.id,
  rule_id: mute.ruleId,
  workload_id: mute.workloadId,
  from: iso(mute.from),
  until: iso(mute.until),
  reason: mute.reason,
  ended_at: isoOrNull(mute.endedAt),
  created_by: mute.createdBy,
  created_at: iso(mute.createdAt),
});

const listQuery = pageQuery.extend({
  open: z
    .literal('true')
    .optional()
    .meta({ description: 'Only those that are not over; there are a thousand at most.' }),
});

export function muteRoutes({ mutes }: Pick<RuleResources, 'mutes'>): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/mutes',
      access: 'read',
      tag: 'Mutes',
      summary: 'All mutes, newest first, those that are over among them',
      query: listQuery,
      replies: { 200: pageOf(muteShape) },
      async handle({ query }) {
        const { limit = DEFAULT_PAGE, cursor, open } = query;
        const page = await mutes.list({ limit, cursor }, open === undefined ? 'all' : 'open');
        return { status: 200, body: { items: page.items.map(toMute), next_cursor: page.nextCursor } };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/mutes/{id}',
      access: 'read',
      tag: 'Mutes',
      summary: 'One mute',
      params: idInPath,
      replies: { 200: muteShape },
      async handle({ params }) {
        return { status: 200, body: toMute(await mutes.get(params.id)) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/mutes',
      access: 'admin',
      tag: 'Mutes',
      summary: 'Mute a rule, a workload, or a rule in a workload, for lines whose time lies in [from, until)',
      body: newMute,
      replies: { 201: muteShape },
      async handle({ body, principal, origin }) {
        const wanted = {
          ruleId: body.rule_id ?? null,
          workloadId: body.workload_id ?? null,
          from: body.from == null ? undefined : Date.parse(body.from),
          until: Date.parse(body.until),
          reason: body.reason ?? null,
        };
        return { status: 201, body: toMute(await mutes.create(wanted, byPrincipal(principal, origin))) };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/mutes/{id}',
      access: 'admin',
      tag: 'Mutes',
      summary: 'End a mute now; it stays in the list',
      params: idInPath,
      replies: { 204: 'empty' },
      async handle({ params, principal, origin }) {
        await mutes.end(params.id, byPrincipal(principal, origin));
        return { status: 204 };
      },
    }),
  ];
}
