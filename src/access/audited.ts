// What stands in the audit trail of a change: who made it, from where, and what was changed.
import type { Actor, AuditAction, AuditNote, User } from '../core/account.ts';
import type { AccessOccurrences } from '../telemetry/occurrences/access.ts';

/** Where a request came from, as far as the audit trail is concerned. */
export interface RequestOrigin {
  readonly address: string;
  readonly userAgent: string;
  readonly correlationId: string;
}

/** The origin of what this machine itself does: at its start, or from the command line. */
export const THIS_MACHINE: RequestOrigin = { address: '', userAgent: '', correlationId: '' };

/** Who makes a change, and from where. */
export interface By {
  readonly actor: Actor;
  readonly origin: RequestOrigin;
}

/** A person who acts on the own account. */
export function byUser(user: User, origin: RequestOrigin): By {
  return { actor: { kind: 'user', id: user.id, name: user.username }, origin };
}

export interface Act {
  readonly at: number;
  readonly action: AuditAction;
  /** What is changed, for people: a user's or token's name. */
  readonly subject: string;
}

export function auditNote({ actor, origin }: By, act: Act): AuditNote {
  return { ...act, actor, address: origin.address, correlationId: origin.correlationId };
}

/** Makes a change together with its note, and tells of it once both stand. */
export async function audited<Result>(
  note: AuditNote,
  write: () => Promise<Result>,
  occurrences: Pick<AccessOccurrences, 'changeRecorded'>,
): Promise<Result> {
  const result = await write();
  occurrences.changeRecorded(note);
  return result;
}
