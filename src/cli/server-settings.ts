import type { ServerSettings } from '../app/server-settings.ts';
import type { Config } from '../config/schema.ts';

/** The configuration in the units and groups in which the server takes it. */
export function serverSettings(config: Config): ServerSettings {
  return {
    ...config,
    session: { idleSeconds: config.sessionIdleHours * 3_600, absoluteSeconds: config.sessionLifetimeHours * 3_600 },
    lock: { ttlSeconds: config.lockTtlSeconds, heartbeatSeconds: config.lockHeartbeatSeconds },
  };
}
