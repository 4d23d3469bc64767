// The log of a demo that is shown beside a real server: what is invented must not fill the real log, and what is wrong must still be found in it.
import type { Logger } from '../../telemetry/logger.ts';

/** Writes warnings and worse alone, under the area `demo`. */
export function quietLogger(log: Logger): Logger {
  const loud = log.child('demo');
  const quiet: Logger = {
    debug() {},
    info() {},
    warning: (event, data) => loud.warning(event, data),
    error: (event, data) => loud.error(event, data),
    critical: (event, data) => loud.critical(event, data),
    child: () => quiet,
  };
  return quiet;
}
