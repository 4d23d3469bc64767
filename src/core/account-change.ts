// What is asked of the store when accounts change. Secrets arrive as hashes; all times are milliseconds since 1970.
import type { Role, TokenScope } from './account.ts';

export interface NewUser {
  readonly username: string;
  readonly role: Role;
  readonly passwordHash: string;
  readonly createdAt: number;
}

export interface UserChange {
  readonly role?: Role | undefined;
  readonly passwordHash?: string | undefined;
  readonly updatedAt: number;
  /** A new password or role ends all sessions of the user but this one. */
  readonly keepSessionId?: string | undefined;
}

export interface NewSession {
  /** The hash by which the user's password was found right: where it is no longer the user's, the session is refused with `unauthenticated`. */
  readonly verifiedHash?: string | undefined;
  readonly tokenHash: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly address: string;
  readonly userAgent: string;
}

export interface NewToken {
  readonly name: string;
  readonly scope: TokenScope;
  readonly hint: string;
  readonly tokenHash: string;
  readonly createdBy: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
}
