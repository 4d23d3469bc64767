// Who changed what, and when.
import { z } from 'zod';
import type { AuditStore } from '../../access/account-store.ts';
import { ACTOR_KINDS, AUDIT_ACTIONS, type AuditEntry } from '../../core/account.ts';
import { defineRoute, type Route } from '../route.ts';
import { DEFAULT_PAGE, id, iso, pageOf, pageQuery, time } from './shapes.ts';

export const auditShape = z
  .object({
    id,
    at: time,
    actor: z.object({ kind: z.enum(ACTOR_KINDS), id: z.string(), name: z.string() }),
    action: z.enum(AUDIT_ACTIONS),
    subject: z.string(),
    address: z.string(),
    correlation_id: z.string(),
  })
  .meta({ id: 'AuditEntry' });

export function auditRoutes(store: Pick<AuditStore, 'listAudit'>): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/audit',
      access: 'read',
      tag: 'Users',
      summary: 'The audit trail, newest first',
      query: pageQuery,
      replies: { 200: pageOf(auditShape) },
      async handle({ query }) {
        const page = await store.listAudit({ limit: query.limit ?? DEFAULT_PAGE, cursor: query.cursor });
        return { status: 200, body: { items: page.items.map(toEntry), next_cursor: page.nextCursor } };
      },
    }),
  ];
}

function toEntry(entry: AuditEntry): z.input<typeof auditShape> {
  const { at, actor, action, subject, address } = entry;
  return { id: entry.id, at: iso(at), actor, action, subject, address, correlation_id: entry.correlationId };
}
