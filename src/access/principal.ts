// Who asks, and what that lets them do.
import type { ApiToken, Session, User } from '../core/account.ts';
import { type By, byUser, type RequestOrigin } from './audited.ts';

/** Who is asking: a person with a session, or a program with a token. */
export type Principal =
  | { readonly kind: 'user'; readonly user: User; readonly session: Session }
  | { readonly kind: 'token'; readonly token: ApiToken };

/**
 * What a route asks for.
 * `open` nobody in particular; `read` any person, or a token that may read; `admin` whoever may change things;
 * `ingest` a token made for sending events, or an administrator; `session` a person who acts on the own account.
 */
export type AccessNeed = 'open' | 'read' | 'admin' | 'ingest' | 'session';

export function permits(principal: Principal, need: AccessNeed): boolean {
  switch (need) {
    case 'open':
      return true;
    case 'read':
      return principal.kind === 'user' || principal.token.scope !== 'ingest';
    case 'admin':
      return isAdmin(principal);
    case 'ingest':
      return isAdmin(principal) || (principal.kind === 'token' && principal.token.scope === 'ingest');
    case 'session':
      return principal.kind === 'user';
  }
}

/** The name under which a principal's changes stand in the audit trail. */
export function byPrincipal(principal: Principal, origin: RequestOrigin): By {
  if (principal.kind === 'user') return byUser(principal.user, origin);
  const { id, name } = principal.token;
  return { actor: { kind: 'token', id, name }, origin };
}

function isAdmin(principal: Principal): boolean {
  return principal.kind === 'user' ? principal.user.role === 'admin' : principal.token.scope === 'admin';
}

/** Tells principals apart wherever something is held to a number for each: all sessions of a user are one. */
export const principalKey = (principal: Principal): string =>
  principal.kind === 'token' ? `token ${principal.token.id}` : `user ${principal.user.id}`;
