// Who may come in, and who changed what.
import type { Generated } from 'kysely';
import type { Actor, AuditAction, Role, TokenScope } from '../../core/account.ts';

export interface UsersTable {
  readonly id: Generated<number>;
  readonly username: string;
  /** The name by which users are unique: ASCII letters in lower case. */
  readonly username_lower: string;
  readonly role: Role;
  readonly password_hash: string;
  readonly created_at: number;
  readonly updated_at: number;
  readonly last_login_at: number | null;
}

export interface SessionsTable {
  readonly id: Generated<number>;
  readonly user_id: number;
  readonly token_hash: string;
  readonly created_at: number;
  readonly last_seen_at: number;
  readonly expires_at: number;
  readonly address: string;
  readonly user_agent: string;
}

export interface ApiTokensTable {
  readonly id: Generated<number>;
  readonly name: string;
  readonly scope: TokenScope;
  readonly hint: string;
  readonly token_hash: string;
  readonly created_by: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly last_used_at: number | null;
}

export interface AuditLogTable {
  readonly id: Generated<number>;
  readonly at: number;
  readonly actor_kind: Actor['kind'];
  readonly actor_id: string;
  readonly actor_name: string;
  readonly action: AuditAction;
  readonly subject: string;
  readonly address: string;
  readonly correlation_id: string;
}

export interface AccountTables {
  readonly users: UsersTable;
  readonly sessions: SessionsTable;
  readonly api_tokens: ApiTokensTable;
  readonly audit_log: AuditLogTable;
}
