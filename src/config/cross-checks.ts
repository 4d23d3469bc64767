// What must hold between settings that are each sound by themselves.
import { sameEngineTwice } from './engines/engine-place.ts';
import type { Config, SettingName } from './schema.ts';

/** A rule between settings that are each sound by themselves. */
interface CrossCheck {
  /** What the rule looks at; it can be held against them when each of these is sound, whatever else is wrong. The place of the first one is told. */
  readonly between: readonly [SettingName, ...SettingName[]];
  readonly holds: (config: Config) => boolean;
  readonly message: (config: Config) => string;
}

export const CROSS_CHECKS: readonly CrossCheck[] = [
  between(['lockHeartbeatSeconds', 'lockTtlSeconds'], {
    holds: ({ lockHeartbeatSeconds, lockTtlSeconds }) => lockHeartbeatSeconds <= lockTtlSeconds / 2,
    message: ({ lockHeartbeatSeconds, lockTtlSeconds }) =>
      `${lockHeartbeatSeconds} s must be at most half of TOCSIN_LOCK_TTL_SECONDS (${lockTtlSeconds} s), so that one lost heartbeat loses nothing`,
  }),
  between(['sessionIdleHours', 'sessionLifetimeHours'], {
    holds: ({ sessionIdleHours, sessionLifetimeHours }) => sessionIdleHours <= sessionLifetimeHours,
    message: ({ sessionIdleHours, sessionLifetimeHours }) =>
      `${sessionIdleHours} h must not be more than TOCSIN_SESSION_LIFETIME_HOURS (${sessionLifetimeHours} h)`,
  }),
  between(['dockerHost'], {
    holds: ({ dockerHost }) => sameEngineTwice(dockerHost) === undefined,
    message: ({ dockerHost }) =>
      `must name each engine once: ${sameEngineTwice(dockerHost)?.join(' and ')} are at the same place`,
  }),
];

/** Lets a rule see the settings that it names and no others. */
function between<const Name extends SettingName>(
  names: readonly [Name, ...Name[]],
  rule: {
    readonly holds: (config: Pick<Config, Name>) => boolean;
    readonly message: (config: Pick<Config, Name>) => string;
  },
): CrossCheck {
  return { between: names, ...rule };
}
