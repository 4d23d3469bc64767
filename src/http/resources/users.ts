// The people who may log in.
import { z } from 'zod';
import type { Accounts } from '../../access/accounts.ts';
import { byPrincipal } from '../../access/principal.ts';
import { ROLES, type User } from '../../core/account.ts';
import { defineRoute, type Route } from '../route.ts';
import { DEFAULT_PAGE, id, idInPath, iso, isoOrNull, pageOf, pageQuery, time } from './shapes.ts';

const role = z.enum(ROLES).meta({ id: 'Role' });

export const userShape = z
  .object({
    id,
    username: z.string(),
    role,
    created_at: time,
    updated_at: time,
    last_login_at: time.nullable(),
  })
  .meta({ id: 'User' });

const password = z.string().max(1024).meta({ format: 'password' });
const newUser = z.strictObject({ username: z.string().max(256), password, role }).meta({ id: 'NewUser' });
const userChange = z
  .strictObject({ role: role.optional(), password: password.optional() })
  .refine((change) => Object.keys(change).length > 0, 'name what is to change: role or password')
  .meta({ id: 'UserPatch' });

export function toUser(user: User): z.input<typeof userShape> {
  return {
    id: user.id,
    username: user.username,
    role: user.role,
    created_at: iso(user.createdAt),
    updated_at: iso(user.updatedAt),
    last_login_at: isoOrNull(user.lastLoginAt),
  };
}

export function userRoutes(accounts: Accounts): Route[] {
  return [...readingRoutes(accounts), ...changingRoutes(accounts)];
}

function readingRoutes(accounts: Accounts): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/users',
      access: 'read',
      tag: 'Users',
      summary: 'All users, newest first',
      query: pageQuery,
      replies: { 200: pageOf(userShape) },
      async handle({ query }) {
        const page = await accounts.list({ limit: query.limit ?? DEFAULT_PAGE, cursor: query.cursor });
        return { status: 200, body: { items: page.items.map(toUser), next_cursor: page.nextCursor } };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/users/{id}',
      access: 'read',
      tag: 'Users',
      summary: 'One user',
      params: idInPath,
      replies: { 200: userShape },
      async handle({ params }) {
        return { status: 200, body: toUser(await accounts.get(params.id)) };
      },
    }),
  ];
}

function changingRoutes(accounts: Accounts): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/users',
      access: 'admin',
      tag: 'Users',
      summary: 'Add a user',
      body: newUser,
      replies: { 201: userShape },
      async handle({ body, principal, origin }) {
        return { status: 201, body: toUser(await accounts.create(body, byPrincipal(principal, origin))) };
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: '/api/users/{id}',
      access: 'admin',
      tag: 'Users',
      summary: 'Change the role or the password of a user; the sessions of that user end',
      params: idInPath,
      body: userChange,
      replies: { 200: userShape },
      async handle({ params, body, principal, origin }) {
        const user = await accounts.get(params.id);
        const changed = await accounts.change(user, body, byPrincipal(principal, origin));
        return { status: 200, body: toUser(changed) };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/users/{id}',
      access: 'admin',
      tag: 'Users',
      summary: 'Delete a user, with all sessions of that user',
      params: idInPath,
      replies: { 204: 'empty' },
      async handle({ params, principal, origin }) {
        await accounts.delete(await accounts.get(params.id), byPrincipal(principal, origin));
        return { status: 204 };
      },
    }),
  ];
}
