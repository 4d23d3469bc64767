import type { AuditNote } from '../core/account.ts';

export interface LoginAttempt {
  readonly username: string;
  readonly success: boolean;
  readonly clientIp: string;
  readonly reason?: 'wrong_credentials' | 'throttled';
}

/** What access reports as it happens: one function is one log line and one metric. */
export interface AccessOccurrences {
  loginAttempted(attempt: LoginAttempt): void;
  /** `tokenHash` is the hash of what was shown; only its first characters are logged. */
  tokenRefused(refusal: { readonly tokenHash: string; readonly reason: 'unknown' | 'expired' }): void;
  /** Something that stands in the audit trail was done. */
  audited(note: AuditNote): void;
  /** The first account was made through the link that was shown at the start. */
  setupCompleted(setup: { readonly username: string; readonly clientIp: string }): void;
}
