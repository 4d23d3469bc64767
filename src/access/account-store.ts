// What access needs of a store. Every change takes the note for the audit trail and writes both in one transaction.
// A name that is taken is refused with `conflict`, an id that is not there with `not_found`, a cursor that is not ours with `bad_request`,
// what would leave the server without an administrator with `refused`, and a store that cannot be written with `store_unavailable`.
import type { ApiToken, AuditEntry, AuditNote, Session, User } from '../core/account.ts';
import type { NewSession, NewToken, NewUser, UserChange } from '../core/account-change.ts';
import type { Page, PageRequest } from '../core/page.ts';

export interface UserStore {
  hasUsers(): Promise<boolean>;
  findUser(id: string): Promise<User | undefined>;
  /** Names are compared without regard to case (ASCII), and kept as they were given. */
  findCredentials(username: string): Promise<{ readonly user: User; readonly passwordHash: string } | undefined>;
  listUsers(page: PageRequest): Promise<Page<User>>;
  createUser(user: NewUser, note: AuditNote): Promise<User>;
  /** Creates the user only while there is none; undefined when somebody was first. */
  createFirstUser(user: NewUser, note: AuditNote): Promise<User | undefined>;
  changeUser(id: string, change: UserChange, note: AuditNote): Promise<User>;
  deleteUser(id: string, note: AuditNote): Promise<void>;
}

export interface SessionStore {
  /** Also sets the user's `lastLoginAt`. */
  createSession(session: NewSession, note: AuditNote): Promise<Session>;
  findSession(tokenHash: string): Promise<{ readonly session: Session; readonly user: User } | undefined>;
  touchSession(id: string, lastSeenAt: number): Promise<void>;
  /** A user's sessions, newest first, at most 100. */
  listSessions(userId: string): Promise<readonly Session[]>;
  deleteSession(session: { readonly id: string; readonly userId: string }, note: AuditNote): Promise<void>;
}

export interface TokenStore {
  createToken(token: NewToken, note: AuditNote): Promise<ApiToken>;
  findToken(tokenHash: string): Promise<ApiToken | undefined>;
  findTokenById(id: string): Promise<ApiToken | undefined>;
  touchToken(id: string, lastUsedAt: number): Promise<void>;
  listTokens(page: PageRequest): Promise<Page<ApiToken>>;
  deleteToken(id: string, note: AuditNote): Promise<void>;
}

export interface AuditStore {
  /** Records what changed nothing in the store, such as a failed login. */
  recordAudit(note: AuditNote): Promise<void>;
  listAudit(page: PageRequest): Promise<Page<AuditEntry>>;
}
