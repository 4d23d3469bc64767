import type { Actor, AuditAction, AuditNote } from '../core/account.ts';

/** Where a request came from, as far as the audit trail is concerned. */
export interface RequestOrigin {
  readonly address: string;
  readonly userAgent: string;
  readonly correlationId: string;
}

export interface Act {
  readonly at: number;
  readonly actor: Actor;
  readonly action: AuditAction;
  readonly subject: string;
}

export function auditNote(origin: RequestOrigin, act: Act): AuditNote {
  return { ...act, address: origin.address, correlationId: origin.correlationId };
}
