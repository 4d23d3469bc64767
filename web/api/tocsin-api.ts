import type { Role, TokenScope } from '../../src/core/account.ts';
import { backtestCalls } from './backtest-calls.ts';
import type { Caller } from './caller.ts';
import { eventCalls } from './event-calls.ts';
import { ruleCalls } from './rule-calls.ts';
import type {
  AuditEntry,
  HealthReport,
  ListPage,
  NewToken,
  RuleStats,
  Session,
  SystemReport,
  Token,
  User,
  WatchingReport,
  Whoami,
} from './shapes.ts';
import type { StreamCaller } from './stream-caller.ts';
import { triggerCalls } from './trigger-calls.ts';
import { watchingCalls } from './watching-calls.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

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
    isSetupRequired: () => call<{ readonly setup_required: boolean }>('GET', '/api/auth/setup'),
    setUp: (body: Credentials & { readonly token: string }) =>
      call<{ readonly user: User }>('POST', '/api/auth/setup', { body, isLogin: true }),
    login: (body: Credentials) => call<{ readonly user: User }>('POST', '/api/auth/login', { body, isLogin: true }),
    logout: () => call<void>('POST', '/api/auth/logout'),
    whoami: () => call<Whoami>('GET', '/api/auth/me', { isLogin: true }),
    changePassword: (body: { readonly current_password: string; readonly new_password: string }) =>
      call<void>('POST', '/api/auth/password', { body }),
    sessions: (signal?: AbortSignal) => call<ListPage<Session>>('GET', '/api/auth/sessions', { signal }),
    endSession: (id: string) => call<void>('DELETE', `/api/auth/sessions/${id}`),
  };
}

function demoCalls(call: Caller) {
  return { beginDemo: () => call<void>('POST', '/api/demo') };
}

function peopleCalls(call: Caller) {
  return {
    users: (cursor: Cursor, signal?: AbortSignal) =>
      call<ListPage<User>>('GET', '/api/users', { query: { cursor }, signal }),
    addUser: (body: Credentials & { readonly role: Role }) => call<User>('POST', '/api/users', { body }),
    changeUser: (id: string, body: { readonly role?: Role; readonly password?: string }) =>
      call<User>('PATCH', `/api/users/${id}`, { body }),
    deleteUser: (id: string) => call<void>('DELETE', `/api/users/${id}`),
    tokens: (cursor: Cursor, signal?: AbortSignal) =>
      call<ListPage<Token>>('GET', '/api/tokens', { query: { cursor }, signal }),
    addToken: (body: { readonly name: string; readonly scope: TokenScope; readonly expires_at: string | null }) =>
      call<NewToken>('POST', '/api/tokens', { body }),
    deleteToken: (id: string) => call<void>('DELETE', `/api/tokens/${id}`),
    audit: (cursor: Cursor, signal?: AbortSignal) =>
      call<ListPage<AuditEntry>>('GET', '/api/audit', { query: { cursor }, signal }),
  };
}

function healthCalls(call: Caller) {
  return {
    health: (signal?: AbortSignal) => call<HealthReport>('GET', '/api/health', { signal, alsoAnswers: [503] }),
    watching: (signal?: AbortSignal) =>
      call<WatchingReport>('GET', '/api/health/watching', { signal, alsoAnswers: [503] }),
    ruleStats: (signal?: AbortSignal) => call<RuleStats>('GET', '/api/log-scan-rules/stats', { signal }),
    system: (signal?: AbortSignal) => call<SystemReport>('GET', '/api/system', { signal }),
  };
}
