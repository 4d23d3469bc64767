// Who makes a change, and from where, as the audit trail keeps it.
import type { Actor, AuditNote } from '../account.ts';

export interface Author {
  readonly actor: Actor;
  readonly origin: { readonly address: string; readonly correlationId: string };
}

export const noteBy = ({ actor, origin }: Author, act: Pick<AuditNote, 'at' | 'action' | 'subject'>): AuditNote => ({
  ...act,
  actor,
  address: origin.address,
  correlationId: origin.correlationId,
});
