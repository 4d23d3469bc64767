import type { Config, SettingName } from './schema.ts';

/** A rule between settings that are each sound by themselves. */
interface CrossCheck {
  /** The setting whose place is told. */
  readonly at: SettingName;
  readonly holds: (config: Config) => boolean;
  readonly message: (config: Config) => string;
}

export const CROSS_CHECKS: readonly CrossCheck[] = [
  {
    at: 'lockHeartbeatSeconds',
    holds: ({ lockHeartbeatSeconds, lockTtlSeconds }) => lockHeartbeatSeconds <= lockTtlSeconds / 2,
    message: ({ lockHeartbeatSeconds, lockTtlSeconds }) =>
      `${lockHeartbeatSeconds} s must be at most half of TOCSIN_LOCK_TTL_SECONDS (${lockTtlSeconds} s), so that one lost heartbeat loses nothing`,
  },
  {
    at: 'sessionIdleHours',
    holds: ({ sessionIdleHours, sessionLifetimeHours }) => sessionIdleHours <= sessionLifetimeHours,
    message: ({ sessionIdleHours, sessionLifetimeHours }) =>
      `${sessionIdleHours} h must not be more than TOCSIN_SESSION_LIFETIME_HOURS (${sessionLifetimeHours} h)`,
  },
];
