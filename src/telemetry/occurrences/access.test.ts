import { describe, expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { createMetrics } from '../metrics.ts';
import { createAccessOccurrences } from './access.ts';

function given() {
  const [log, metrics] = [captureLog(), createMetrics()];
  return { log, metrics, access: createAccessOccurrences({ logger: log.logger, metrics }) };
}

describe('what happens at the door', () => {
  test('a login is told with its name, success and address, and counted by outcome', async () => {
    const { log, metrics, access } = given();
    access.loginAttempted({ username: 'ada', success: true, clientIp: '10.0.0.1' });
    access.loginAttempted({ username: 'ada', success: false, clientIp: '10.0.0.1', reason: 'wrong_password' });
    access.loginThrottled({ scope: 'account', clientIp: '10.0.0.1', retryAfterSeconds: 4 });
    expect(log.lines()).toMatchObject([
      { level: 'info', event: 'user_login_attempt', username: 'ada', success: true, client_ip: '10.0.0.1' },
      { level: 'warning', event: 'user_login_attempt', success: false, reason: 'wrong_password' },
      { level: 'warning', event: 'login_throttled', scope: 'account', retry_after_seconds: 4 },
    ]);
    const page = await metrics.render();
    for (const outcome of ['success', 'failure', 'throttled'])
      expect(page).toContain(`tocsin_access_logins_total{outcome="${outcome}"} 1`);
    expect(page).not.toContain('ada');
  });

  test('a password that was not looked at, because too many waited, is told and counted', async () => {
    const { log, metrics, access } = given();
    expect(await metrics.render()).toContain('tocsin_access_passwords_refused_total 0');
    access.passwordRefused({ waiting: 50 });
    expect(log.lines()).toMatchObject([{ level: 'warning', event: 'password_queue_full', waiting: 50 }]);
    expect(await metrics.render()).toContain('tocsin_access_passwords_refused_total 1');
  });

  test('the name of a failed login may be a password, so little of it is kept, and no control character', () => {
    const { log, access } = given();
    access.loginAttempted({ username: `\u001b[31m\n${'x'.repeat(500)}`, success: false, clientIp: '::1' });
    expect(log.lines()[0]?.username).toBe(`[31m${'x'.repeat(28)}…`);
  });

  test('what was typed as the name of nobody is not told at all, because it may be a whole password', () => {
    const { log, access } = given();
    access.loginAttempted({ username: 'hunter2', success: false, clientIp: '::1', reason: 'unknown_user' });
    expect(log.lines()).toMatchObject([{ username: '[unknown user]', success: false, reason: 'unknown_user' }]);
    expect(log.text()).not.toContain('hunter2');
  });

  test('a refused token is known by the first characters of its hash alone', () => {
    const { log, access } = given();
    access.tokenRefused({ tokenHash: '0123456789abcdef', clientIp: '::1', reason: 'unknown' });
    expect(log.lines()).toMatchObject([{ event: 'auth_token_validation_failed', token_hash_prefix: '01234567' }]);
    expect(log.text()).not.toContain('012345678');
  });

  test('the setup link is told by its file only', () => {
    const { log, access } = given();
    access.setupLinkWritten({ file: '/data/setup-link' });
    access.setupCompleted({ username: 'ada', clientIp: '::1' });
    expect(log.lines()).toMatchObject([
      { event: 'setup_link_written', file: '/data/setup-link' },
      { event: 'setup_completed', username: 'ada' },
    ]);
  });

  test('a recorded change and the sessions that were cleaned away are counted', async () => {
    const { log, metrics, access } = given();
    const actor = { kind: 'cli', id: '', name: 'command line' } as const;
    access.changeRecorded({ at: 0, actor, action: 'user_deleted', subject: 'bob', address: '', correlationId: 'c' });
    access.sessionsExpired({ count: 3 });
    expect(log.lines()[0]).toMatchObject({ event: 'audit_recorded', action: 'user_deleted', actor_kind: 'cli' });
    const page = await metrics.render();
    expect(page).toContain('tocsin_access_audit_records_total{action="user_deleted"} 1');
    expect(page).toContain('tocsin_access_audit_records_total{action="user_created"} 0');
    expect(page).toContain('tocsin_access_sessions_expired_total 3');
  });
});
