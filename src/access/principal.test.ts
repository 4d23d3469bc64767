import { describe, expect, test } from 'vitest';
import { ROLES, TOKEN_SCOPES } from '../core/account.ts';
import { type AccessNeed, type Principal, permits } from './principal.ts';

const NEEDS: readonly AccessNeed[] = ['open', 'read', 'admin', 'ingest', 'session'];

function user(role: (typeof ROLES)[number]): Principal {
  const user = { id: '1', username: 'ann', role, createdAt: 0, updatedAt: 0, lastLoginAt: null };
  const session = { id: '1', userId: '1', createdAt: 0, lastSeenAt: 0, expiresAt: 1, address: '', userAgent: '' };
  return { kind: 'user', user, session };
}

function token(scope: (typeof TOKEN_SCOPES)[number]): Principal {
  const times = { createdAt: 0, expiresAt: null, lastUsedAt: null };
  return { kind: 'token', token: { id: '1', name: 'ci', scope, hint: 'tcs_abcd', createdBy: 'ann', ...times } };
}

const allowed = (principal: Principal): string => NEEDS.filter((need) => permits(principal, need)).join(' ');

describe('what a principal may do', () => {
  test('by role: a viewer reads and keeps the own account, an administrator does everything', () => {
    expect(ROLES.map((role) => allowed(user(role)))).toEqual(['open read admin ingest session', 'open read session']);
  });

  test('by scope: each token does its own thing, and none owns an account', () => {
    expect(TOKEN_SCOPES.map((scope) => allowed(token(scope)))).toEqual([
      'open read admin ingest',
      'open read',
      'open ingest',
    ]);
  });
});
