// How long a session lasts. Who looks a session up and who cleans sessions away go by the same limits.
import type { SessionLimits } from '../access/sessions.ts';
import type { Config } from '../config/schema.ts';

const HOUR_MS = 3_600_000;

export function sessionLimits(config: Pick<Config, 'sessionIdleHours' | 'sessionLifetimeHours'>): SessionLimits {
  return { idleMs: config.sessionIdleHours * HOUR_MS, absoluteMs: config.sessionLifetimeHours * HOUR_MS };
}
