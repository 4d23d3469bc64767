// Where a person is logged in, and how to end that.
import { z } from 'zod';
import type { Sessions } from '../../access/sessions.ts';
import type { Session } from '../../core/account.ts';
import { defineRoute, type Route } from '../route.ts';
import { id, idInPath, iso, time } from './shapes.ts';

export const sessionShape = z
  .object({
    id,
    created_at: time,
    last_seen_at: time,
    expires_at: time,
    address: z.string(),
    user_agent: z.string(),
    current: z.boolean().meta({ description: 'Is this the session that asks?' }),
  })
  .meta({ id: 'Session' });

export function toSession(session: Session, currentId: string): z.input<typeof sessionShape> {
  return {
    id: session.id,
    created_at: iso(session.createdAt),
    last_seen_at: iso(session.lastSeenAt),
    expires_at: iso(session.expiresAt),
    address: session.address,
    user_agent: session.userAgent,
    current: session.id === currentId,
  };
}

export function sessionListRoutes(sessions: Sessions): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/auth/sessions',
      access: 'session',
      tag: 'Access',
      summary: 'The own sessions, newest first',
      replies: { 200: z.object({ items: z.array(sessionShape), next_cursor: z.null() }) },
      async handle({ principal }) {
        const { user, session } = principal;
        const items = (await sessions.list(user.id)).map((each) => toSession(each, session.id));
        return { status: 200, body: { items, next_cursor: null } };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/auth/sessions/{id}',
      access: 'session',
      tag: 'Access',
      summary: 'End one of the own sessions',
      params: idInPath,
      replies: { 204: 'empty' },
      async handle({ params, principal, origin }) {
        await sessions.end(params.id, principal.user, origin);
        return principal.session.id === params.id ? { status: 204, sessionCookie: 'clear' } : { status: 204 };
      },
    }),
  ];
}
