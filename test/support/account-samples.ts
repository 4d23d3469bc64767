import type { AuditAction, AuditNote, Role } from '../../src/core/account.ts';

/** Values for tests in which only a few fields matter. */
export function sampleNote(action: AuditAction = 'user_created', change: Partial<AuditNote> = {}): AuditNote {
  const actor = { kind: 'user', id: '1', name: 'root' } as const;
  return { at: 1_000, actor, action, subject: 'ada', address: '192.0.2.1', correlationId: 'c-1', ...change };
}

export function sampleUser(username: string, role: Role = 'viewer') {
  return { username, role, passwordHash: `hash of ${username}`, createdAt: 1_000 };
}

export function sampleSession(userId: string, tokenHash: string) {
  return { tokenHash, userId, createdAt: 2_000, expiresAt: 9_000, address: '192.0.2.1', userAgent: 'test' };
}

export function sampleToken(name: string) {
  const hint = 'tcs_…cdef';
  return {
    name,
    scope: 'read',
    hint,
    tokenHash: `hash of ${name}`,
    createdBy: 'ada',
    createdAt: 3_000,
    expiresAt: null,
  } as const;
}
