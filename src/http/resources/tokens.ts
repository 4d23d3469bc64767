// What programs log in with.
import { z } from 'zod';
import type { ApiTokens } from '../../access/api-tokens.ts';
import { byPrincipal } from '../../access/principal.ts';
import { type ApiToken, TOKEN_SCOPES } from '../../core/account.ts';
import { defineRoute, type Route } from '../route.ts';
import {
  DEFAULT_PAGE,
  givenName,
  id,
  idInPath,
  iso,
  isoOrNull,
  pageOf,
  pageQuery,
  time,
  writtenMoment,
} from './shapes.ts';

const scope = z.enum(TOKEN_SCOPES).meta({ id: 'TokenScope' });

export const tokenShape = z
  .object({
    id,
    name: z.string(),
    scope,
    hint: z.string().meta({ description: 'The first characters of the token, to recognise it by.' }),
    created_by: z.string(),
    created_at: time,
    expires_at: time.nullable(),
    last_used_at: time.nullable(),
  })
  .meta({ id: 'Token' });

const newToken = z
  .strictObject({
    name: givenName(100, 'a token needs a name'),
    scope,
    expires_at: writtenMoment.nullable().optional(),
  })
  .meta({ id: 'NewToken' });

export function toToken(token: ApiToken): z.input<typeof tokenShape> {
  return {
    id: token.id,
    name: token.name,
    scope: token.scope,
    hint: token.hint,
    created_by: token.createdBy,
    created_at: iso(token.createdAt),
    expires_at: isoOrNull(token.expiresAt),
    last_used_at: isoOrNull(token.lastUsedAt),
  };
}

export function tokenRoutes(tokens: ApiTokens): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/tokens',
      access: 'read',
      tag: 'Tokens',
      summary: 'All API tokens, newest first, without their texts',
      query: pageQuery,
      replies: { 200: pageOf(tokenShape) },
      async handle({ query }) {
        const page = await tokens.list({ limit: query.limit ?? DEFAULT_PAGE, cursor: query.cursor });
        return { status: 200, body: { items: page.items.map(toToken), next_cursor: page.nextCursor } };
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/api/tokens/{id}',
      access: 'read',
      tag: 'Tokens',
      summary: 'One API token, without its text',
      params: idInPath,
      replies: { 200: tokenShape },
      async handle({ params }) {
        return { status: 200, body: toToken(await tokens.get(params.id)) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/tokens',
      access: 'admin',
      tag: 'Tokens',
      summary: 'Make a token; its text is in this answer and nowhere else',
      body: newToken,
      replies: { 201: tokenShape.extend({ token: z.string() }).meta({ id: 'MadeToken' }) },
      async handle({ body, principal, origin }) {
        const expiresAt = body.expires_at == null ? null : Date.parse(body.expires_at);
        const { token, text } = await tokens.create(
          { name: body.name, scope: body.scope, expiresAt },
          byPrincipal(principal, origin),
        );
        return { status: 201, body: { ...toToken(token), token: text } };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/api/tokens/{id}',
      access: 'admin',
      tag: 'Tokens',
      summary: 'Delete a token; whoever uses it is locked out at once',
      params: idInPath,
      replies: { 204: 'empty' },
      async handle({ params, principal, origin }) {
        await tokens.delete(params.id, byPrincipal(principal, origin));
        return { status: 204 };
      },
    }),
  ];
}
