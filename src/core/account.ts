/** Who may do what: people with a role, programs with a token that has a scope, and the record of what they changed. */
export const ROLES = ['admin', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export const TOKEN_SCOPES = ['admin', 'read', 'ingest'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** All times are milliseconds since 1970. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly role: Role;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastLoginAt: number | null;
}

export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  /** The end that no activity moves. */
  readonly expiresAt: number;
  readonly address: string;
  readonly userAgent: string;
}

export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly scope: TokenScope;
  /** The first characters of the token, by which its owner recognises it. */
  readonly hint: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

export const ACTOR_KINDS = ['user', 'token', 'cli', 'setup'] as const;

/** Who acted: a user by name, a token by name, or the command line of the machine. */
export interface Actor {
  readonly kind: (typeof ACTOR_KINDS)[number];
  /** The user's or token's id; empty for the command line and the setup link. */
  readonly id: string;
  readonly name: string;
}

export const AUDIT_ACTIONS = [
  'user_created',
  'user_role_changed',
  'user_password_changed',
  'user_deleted',
  'token_created',
  'token_deleted',
  'session_created',
  'session_revoked',
  'login_failed',
  'rule_created',
  'rule_changed',
  'rule_deleted',
  'mute_created',
  'mute_ended',
  'trigger_created',
  'trigger_changed',
  'trigger_deleted',
  'trigger_resumed',
  'deliveries_retried',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What is recorded of a change; the store adds the id. */
export interface AuditNote {
  readonly at: number;
  readonly actor: Actor;
  readonly action: AuditAction;
  /** What was changed, for people: a user's or token's name. */
  readonly subject: string;
  readonly address: string;
  readonly correlationId: string;
}

export interface AuditEntry extends AuditNote {
  readonly id: string;
}
