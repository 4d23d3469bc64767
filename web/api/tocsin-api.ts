import { backtestCalls } from './backtest-calls.ts';
import { eventCalls } from './event-calls.ts';
import type { BodyOf, Caller, StreamCaller } from './operation.ts';
import { ruleCalls } from './rule-calls.ts';
import type { Credentials, NewToken, NewUser, UserPatch } from './shapes.ts';
import { triggerCalls } from './trigger-calls.ts';
import { watchingCalls } from './watching-calls.ts';

export type Cursor = string | undefined;
export type Api = ReturnType<typeof createApi>;

/** Every call that the pages make, by name. */
export function createApi(call: Caller, stream: StreamCaller) {
  return {
    ...accessCalls(call),
    ...peopleCalls(call),
    ...healthCalls(call),
    ...demoCalls(call),
    ...eventCalls(call),
    ...watchingCalls(call),
    ...ruleCalls(call),
    ...backtestCalls(stream),
    ...triggerCalls(call),
  };
}

function accessCalls(call: Caller) {
  return {
    isSetupRequired: () => call('GET /api/auth/setup'),
    setUp: (body: BodyOf<'POST /api/auth/setup'>) => call('POST /api/auth/setup', { body, isLogin: true }),
    login: (body: Credentials) => call('POST /api/auth/login', { body, isLogin: true }),
    logout: () => call('POST /api/auth/logout'),
    whoami: () => call('GET /api/auth/me', { isLogin: true }),
    changePassword: (body: BodyOf<'POST /api/auth/password'>) => call('POST /api/auth/password', { body }),
    sessions: (signal?: AbortSignal) => call('GET /api/auth/sessions', { signal }),
    endSession: (id: string) => call('DELETE /api/auth/sessions/{id}', { path: { id } }),
  };
}

function demoCalls(call: Caller) {
  return { beginDemo: () => call('POST /api/demo') };
}

function peopleCalls(call: Caller) {
  return {
    users: (cursor: Cursor, signal?: AbortSignal) => call('GET /api/users', { query: { cursor }, signal }),
    addUser: (body: NewUser) => call('POST /api/users', { body }),
    changeUser: (id: string, body: UserPatch) => call('PATCH /api/users/{id}', { path: { id }, body }),
    deleteUser: (id: string) => call('DELETE /api/users/{id}', { path: { id } }),
    tokens: (cursor: Cursor, signal?: AbortSignal) => call('GET /api/tokens', { query: { cursor }, signal }),
    addToken: (body: NewToken) => call('POST /api/tokens', { body }),
    deleteToken: (id: string) => call('DELETE /api/tokens/{id}', { path: { id } }),
    audit: (cursor: Cursor, signal?: AbortSignal) => call('GET /api/audit', { query: { cursor }, signal }),
  };
}

function healthCalls(call: Caller) {
  return {
    health: (signal?: AbortSignal) => call('GET /api/health', { signal, alsoAnswers: [503] }),
    watching: (signal?: AbortSignal) => call('GET /api/health/watching', { signal, alsoAnswers: [503] }),
    ruleStats: (signal?: AbortSignal) => call('GET /api/log-scan-rules/stats', { signal }),
    system: (signal?: AbortSignal) => call('GET /api/system', { signal }),
  };
}
