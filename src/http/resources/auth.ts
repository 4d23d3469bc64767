// Setting up, logging in and out, and the own account.
import { z } from 'zod';
import type { Accounts } from '../../access/accounts.ts';
import type { RequestOrigin } from '../../access/audited.ts';
import type { FirstRun } from '../../access/first-run/first-run.ts';
import type { Logins } from '../../access/logins.ts';
import { byPrincipal, type Principal } from '../../access/principal.ts';
import type { OpenedSession, Sessions } from '../../access/sessions.ts';
import type { User } from '../../core/account.ts';
import { isTocsinError, TocsinError } from '../../core/errors.ts';
import { defineRoute, type Route } from '../route.ts';
import { sessionListRoutes, sessionShape, toSession } from './sessions.ts';
import { tokenShape, toToken } from './tokens.ts';
import { toUser, userShape } from './users.ts';

export interface AuthDeps {
  readonly accounts: Accounts;
  readonly firstRun: FirstRun;
  readonly logins: Logins;
  readonly sessions: Sessions;
  readonly isDemo: boolean;
}

const secretText = z.string().max(1024).meta({ format: 'password' });
const credentials = z.strictObject({ username: z.string().max(256), password: secretText }).meta({ id: 'Credentials' });

export const whoami = z
  .object({
    user: userShape.nullable(),
    session: sessionShape.nullable(),
    token: tokenShape.nullable(),
    is_demo: z.boolean().meta({ description: 'Everybody is let in, everything that is shown is invented.' }),
  })
  .meta({ id: 'Whoami' });

export function authRoutes(deps: AuthDeps): Route[] {
  return [...setupRoutes(deps), ...loginRoutes(deps), ...ownAccountRoutes(deps), ...sessionListRoutes(deps.sessions)];
}

function setupRoutes({ firstRun, sessions }: AuthDeps): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/auth/setup',
      access: 'open',
      tag: 'Access',
      summary: 'Does this server still wait for its first account?',
      replies: { 200: z.object({ setup_required: z.boolean() }) },
      async handle() {
        return { status: 200, body: { setup_required: await firstRun.isOpen() } };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/auth/setup',
      access: 'open',
      tag: 'Access',
      summary: 'Make the first account, with the token of the one-time setup link',
      body: credentials.extend({ token: secretText }),
      replies: { 201: z.object({ user: userShape }) },
      async handle({ body, origin }) {
        const user = await firstRun.complete(body, origin);
        const opened = await sessions.open(user, origin);
        return { status: 201, body: { user: toUser(user) }, sessionCookie: cookieOf(opened, sessions) };
      },
    }),
  ];
}

function loginRoutes({ logins, sessions }: AuthDeps): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/auth/login',
      access: 'open',
      tag: 'Access',
      summary: 'Log in; the answer sets the session cookie',
      body: credentials,
      replies: { 200: z.object({ user: userShape }) },
      async handle({ body, origin, sessionToken }) {
        const opened = await logins.login(body, origin);
        await endEarlier(sessionToken, { sessions, origin });
        return { status: 200, body: { user: toUser(opened.user) }, sessionCookie: cookieOf(opened, sessions) };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/auth/logout',
      access: 'open',
      tag: 'Access',
      summary: 'End the session of the cookie, if there is one',
      replies: { 204: 'empty' },
      async handle({ origin, sessionToken }) {
        await endEarlier(sessionToken, { sessions, origin });
        return { status: 204, sessionCookie: 'clear' };
      },
    }),
  ];
}

function ownAccountRoutes({ accounts, logins, sessions, isDemo }: AuthDeps): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/auth/me',
      access: 'read',
      tag: 'Access',
      summary: 'Who am I?',
      replies: { 200: whoami },
      async handle({ principal }) {
        return { status: 200, body: { ...describe(principal), is_demo: isDemo } };
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/auth/password',
      access: 'session',
      tag: 'Access',
      summary: 'Change the own password; every session of this account ends, and this one goes on under a new cookie',
      body: z.strictObject({ current_password: secretText, new_password: secretText }),
      replies: { 204: 'empty' },
      async handle({ body, origin, principal }) {
        const { user } = principal;
        await confirmCurrent(logins, { username: user.username, password: body.current_password, origin });
        const by = byPrincipal(principal, origin);
        await changeOwnPassword(() => accounts.change(user, { password: body.new_password }, by));
        return { status: 204, sessionCookie: cookieOf(await sessions.open(user, origin), sessions) };
      },
    }),
  ];
}

/** The form has other names for its fields than the account has. */
async function changeOwnPassword(change: () => Promise<User>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!isTocsinError(error, 'refused')) throw error;
    const details = error.details.map(({ message }) => ({ path: 'new_password', message }));
    throw new TocsinError('refused', error.message, { details, cause: error });
  }
}

/** A wrong current password is no reason to send a person who is logged in to the login page. */
async function confirmCurrent(
  logins: Logins,
  given: { readonly username: string; readonly password: string; readonly origin: RequestOrigin },
): Promise<void> {
  try {
    await logins.confirm({ username: given.username, password: given.password }, given.origin);
  } catch (error) {
    if (!isTocsinError(error, 'unauthenticated')) throw error;
    const message = 'The current password is wrong.';
    throw new TocsinError('refused', message, { details: [{ path: 'current_password', message }], cause: error });
  }
}

/** Ends the session that the browser brought along: after a login it goes on under a new secret only. */
async function endEarlier(
  token: string | undefined,
  { sessions, origin }: { readonly sessions: Sessions; readonly origin: RequestOrigin },
): Promise<void> {
  const earlier = token === undefined ? undefined : await sessions.find(token);
  if (earlier?.kind === 'user') await sessions.end(earlier.session.id, earlier.user, origin);
}

function describe(principal: Principal): Omit<z.input<typeof whoami>, 'is_demo'> {
  if (principal.kind === 'token') return { user: null, session: null, token: toToken(principal.token) };
  const { user, session } = principal;
  return { user: toUser(user), session: toSession(session, session.id), token: null };
}

function cookieOf(
  opened: OpenedSession,
  sessions: Sessions,
): { readonly token: string; readonly maxAgeSeconds: number } {
  return { token: opened.token, maxAgeSeconds: Math.floor(sessions.limits.absoluteMs / 1000) };
}
