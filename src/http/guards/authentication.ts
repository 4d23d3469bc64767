// Who sent a request, and whether they may do what it asks for.
import type { ApiTokens } from '../../access/api-tokens.ts';
import { type AccessNeed, type Principal, permits } from '../../access/principal.ts';
import type { Sessions } from '../../access/sessions.ts';
import { TocsinError } from '../../core/errors.ts';

export interface Credential {
  readonly authorization: string | undefined;
  readonly sessionToken: string | undefined;
  readonly clientIp: string;
}

export interface Authenticators {
  readonly sessions: Pick<Sessions, 'find'>;
  readonly tokens: Pick<ApiTokens, 'find'>;
  /** Whoever comes is this one, whatever they bring along: a cookie may be that of another server of the same host. Only where there is nothing to protect. */
  readonly visitor?: Principal | undefined;
}

const BEARER = /^Bearer +([^\s]+)$/i;

/** Who sent this? An Authorization header decides alone: a bad one is not helped by a cookie. */
export async function authenticate(credential: Credential, by: Authenticators): Promise<Principal | undefined> {
  if (by.visitor) return by.visitor;
  if (credential.authorization !== undefined) {
    const text = BEARER.exec(credential.authorization)?.[1];
    return text === undefined ? undefined : by.tokens.find(text, credential.clientIp);
  }
  return credential.sessionToken === undefined ? undefined : by.sessions.find(credential.sessionToken);
}

/** Refuses whoever may not do this: first the unknown, then those who are known but not entitled. */
export function authorize(principal: Principal | undefined, need: AccessNeed): void {
  if (need === 'open') return;
  if (!principal) throw new TocsinError('unauthenticated', 'Log in first, or send a valid API token.');
  if (permits(principal, need)) return;
  throw new TocsinError('forbidden', REFUSALS[need]);
}

const REFUSALS: Readonly<Record<Exclude<AccessNeed, 'open'>, string>> = {
  read: 'This token may only send events.',
  admin: 'Only an administrator, or a token with the scope "admin", may do this.',
  ingest: 'Only a token with the scope "ingest", or an administrator, may send events.',
  session: 'This belongs to a person who is logged in; a token cannot do it.',
};
