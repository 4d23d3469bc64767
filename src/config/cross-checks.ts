// What must hold between settings that are each sound by themselves.
import { sameEngineTwice } from './engines/engine-place.ts';
import type { Config, SettingName } from './schema.ts';
import { LOG_PROVIDERS, type LogProvider } from './settings/external-logging.ts';

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
  between(['externalLoggingProvider', 'externalLoggingEnabled'], {
    holds: (config) => !config.externalLoggingEnabled || config.externalLoggingProvider.length > 0,
    message: () => `must name one of ${LOG_PROVIDERS.join(', ')} when TOCSIN_EXTERNAL_LOGGING_ENABLED is true`,
  }),
  between(['datadogApiKey', 'externalLoggingEnabled', 'externalLoggingProvider'], {
    holds: (config) => !shipsTo(config, 'datadog') || config.datadogApiKey !== undefined,
    message: () => 'must be set when log lines are shipped to datadog',
  }),
  between(['papertrailHost', 'papertrailPort', 'externalLoggingEnabled', 'externalLoggingProvider'], {
    holds: (config) =>
      !shipsTo(config, 'papertrail') || (config.papertrailHost !== undefined && config.papertrailPort !== undefined),
    message: () => 'and TOCSIN_PAPERTRAIL_PORT must be set when log lines are shipped to papertrail',
  }),
  between(['elasticsearchHosts', 'externalLoggingEnabled', 'externalLoggingProvider'], {
    holds: (config) => !shipsTo(config, 'elasticsearch') || config.elasticsearchHosts.length > 0,
    message: () => 'must name a node when log lines are shipped to elasticsearch',
  }),
  between(['elasticsearchUsername', 'elasticsearchPassword', 'elasticsearchApiKey'], {
    holds: ({ elasticsearchUsername: user, elasticsearchPassword: password, elasticsearchApiKey: key }) =>
      (user === undefined) === (password === undefined) && (user === undefined || key === undefined),
    message: () =>
      'and TOCSIN_ELASTICSEARCH_PASSWORD must be set together, and not beside TOCSIN_ELASTICSEARCH_API_KEY',
  }),
];

function shipsTo(
  {
    externalLoggingEnabled,
    externalLoggingProvider,
  }: Pick<Config, 'externalLoggingEnabled' | 'externalLoggingProvider'>,
  provider: LogProvider,
): boolean {
  return externalLoggingEnabled && externalLoggingProvider.includes(provider);
}

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
