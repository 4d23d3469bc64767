// What can happen at the door. The client's address is told here and in the audit trail, nowhere else.
import { AUDIT_ACTIONS, type AuditNote } from '../../core/account.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

export interface LoginAttempt {
  /** As it was typed. It may well be a password in the wrong field, so the log keeps nothing of it when nobody has that name, and little when the attempt failed. */
  readonly username: string;
  readonly success: boolean;
  readonly clientIp: string;
  /** For the log only; the caller is told the same sentence in every case. */
  readonly reason?: 'unknown_user' | 'wrong_password' | undefined;
}

export interface AccessOccurrences {
  loginAttempted(attempt: LoginAttempt): void;
  /** An attempt that was not even checked, because too many went before it. */
  loginThrottled(attempt: {
    readonly scope: 'address' | 'account';
    readonly clientIp: string;
    readonly retryAfterSeconds: number;
  }): void;
  /** So many passwords wait to be hashed or compared already that this one was turned away. */
  passwordRefused(refusal: { readonly waiting: number }): void;
  /** `tokenHash` is the hash of what was presented; its first characters are told. */
  tokenRefused(refusal: {
    readonly tokenHash: string;
    readonly clientIp: string;
    readonly reason: 'unknown' | 'expired';
  }): void;
  setupLinkWritten(link: { readonly file: string }): void;
  setupCompleted(setup: { readonly username: string; readonly clientIp: string }): void;
  /** Background housekeeping removed sessions that had ended. */
  sessionsExpired(expired: { readonly count: number }): void;
  /** A change, or an attempt at one, stands in the audit trail. */
  changeRecorded(note: AuditNote): void;
}

export function createAccessOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
}): AccessOccurrences {
  const logger = tools.logger.child('access');
  const { logins, unheard, refusals, expiries, changes } = accessMetrics(tools.metrics);
  return {
    loginAttempted({ username, success, clientIp, reason }) {
      logins.increment({ outcome: success ? 'success' : 'failure' });
      const name = reason === 'unknown_user' ? '[unknown user]' : tellable(username, success ? 200 : 32);
      const told = { username: name, success, client_ip: clientIp };
      if (success) logger.info('user_login_attempt', told);
      else logger.warning('user_login_attempt', { ...told, reason });
    },
    loginThrottled({ scope, clientIp, retryAfterSeconds }) {
      logins.increment({ outcome: 'throttled' });
      logger.warning('login_throttled', { scope, client_ip: clientIp, retry_after_seconds: retryAfterSeconds });
    },
    passwordRefused({ waiting }) {
      unheard.increment({});
      logger.warning('password_queue_full', { waiting });
    },
    tokenRefused({ tokenHash, clientIp, reason }) {
      refusals.increment({ reason });
      logger.warning('auth_token_validation_failed', {
        token_hash_prefix: tokenHash.slice(0, 8),
        reason,
        client_ip: clientIp,
      });
    },
    setupLinkWritten({ file }) {
      logger.info('setup_link_written', { file });
    },
    setupCompleted({ username, clientIp }) {
      logger.info('setup_completed', { username: tellable(username, 200), client_ip: clientIp });
    },
    sessionsExpired({ count }) {
      expiries.increment({}, count);
      logger.debug('sessions_expired', { count });
    },
    changeRecorded({ action, actor, subject, address }) {
      changes.increment({ action });
      logger.info('audit_recorded', {
        action,
        actor_kind: actor.kind,
        actor_name: actor.name,
        subject: tellable(subject, 200),
        client_ip: address,
      });
    },
  };
}

function accessMetrics(metrics: Metrics) {
  return {
    logins: metrics.counter({
      name: 'tocsin_access_logins_total',
      help: 'Attempts to log in with a password.',
      labels: { outcome: ['success', 'failure', 'throttled'] },
    }),
    unheard: metrics.counter({
      name: 'tocsin_access_passwords_refused_total',
      help: 'Passwords that were neither hashed nor compared, because too many waited.',
    }),
    refusals: metrics.counter({
      name: 'tocsin_access_tokens_refused_total',
      help: 'API tokens that were presented and not accepted.',
      labels: { reason: ['unknown', 'expired'] },
    }),
    expiries: metrics.counter({
      name: 'tocsin_access_sessions_expired_total',
      help: 'Sessions that ended by age or idleness and were removed.',
    }),
    changes: metrics.counter({
      name: 'tocsin_access_audit_records_total',
      help: 'Entries of the audit trail.',
      labels: { action: AUDIT_ACTIONS },
    }),
  };
}

/** What a person typed, fit for a line of the log: no control characters, and only so much of it. */
function tellable(text: string, longest: number): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '');
  const points = [...clean.slice(0, 2 * longest)];
  return points.length > longest || clean.length > 2 * longest ? `${points.slice(0, longest).join('')}…` : clean;
}
