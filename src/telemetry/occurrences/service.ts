// What happens to the server as a whole: it starts, serves, and stops.
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

export interface ServiceOccurrences {
  /** `databasePath` is the file, or the URL without its password. */
  starting(start: {
    readonly version: string;
    readonly isDemo: boolean;
    readonly databasePath: string;
    readonly pid: number;
  }): void;
  initialized(service: { readonly url: string; readonly durationMs: number }): void;
  stopping(stop: { readonly reason: string }): void;
  stopped(stop: { readonly durationMs: number }): void;
  /** A part could not be stopped in time or failed at it; the rest goes on stopping. */
  stopFailed(failure: { readonly part: string; readonly error: unknown }): void;
}

export function createServiceOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
}): ServiceOccurrences {
  const logger = tools.logger.child('service');
  const { info, startDuration, stopFailures } = serviceMetrics(tools.metrics);
  return {
    starting({ version, isDemo, databasePath, pid }) {
      info.set({ version, demo: isDemo ? 'true' : 'false' }, 1);
      logger.info('tocsin_starting', { version, database_path: databasePath, pid });
    },
    initialized({ url, durationMs }) {
      startDuration.set({}, durationMs / 1000);
      logger.info('service_initialized', { url, duration_ms: Math.round(durationMs) });
    },
    stopping({ reason }) {
      logger.info('tocsin_stopping', { reason });
    },
    stopped({ durationMs }) {
      logger.info('tocsin_stopped', { duration_ms: Math.round(durationMs) });
    },
    stopFailed({ part, error }) {
      stopFailures.increment({});
      logger.error('tocsin_stop_failed', { part, error });
    },
  };
}

function serviceMetrics(metrics: Metrics) {
  return {
    info: metrics.gauge({
      name: 'tocsin_service_info',
      help: 'Always 1; the labels tell the version that runs, and whether it is a demo, in which all is invented.',
      labels: { version: [], demo: ['false', 'true'] },
    }),
    startDuration: metrics.gauge({
      name: 'tocsin_service_start_duration_seconds',
      help: 'Time from the start of the process until it served.',
    }),
    stopFailures: metrics.counter({
      name: 'tocsin_service_stop_failures_total',
      help: 'Parts that could not be stopped in time.',
    }),
  };
}
