// What can happen to lines of the log that are shipped elsewhere. What is told here is itself never shipped: it would come back for ever.
import { DROP_REASONS, type DropReason } from '../../../core/shipping/drop-reason.ts';
import type { Logger } from '../../logger.ts';
import type { Metrics } from '../../metrics.ts';

export interface ShippingOccurrences {
  /** A line is to be shipped. */
  taken(line: { readonly destination: string }): void;
  sent(batch: {
    readonly destination: string;
    readonly lines: number;
    readonly durationMs: number;
    readonly now: number;
  }): void;
  dropped(lines: { readonly destination: string; readonly lines: number; readonly reason: DropReason }): void;
  /** An attempt failed, and there is another one. */
  retried(batch: { readonly destination: string; readonly lines: number; readonly words: string }): void;
  /** Lines never arrive; at most once a minute for a destination. It is no news that what was refused is refused still. */
  lost(loss: {
    readonly destination: string;
    readonly lines: number;
    readonly reasons: readonly DropReason[];
    readonly words: string | undefined;
    readonly isNews: boolean;
  }): void;
  /** After a loss was told, something arrived, and for a minute nothing was lost. */
  recovered(recovery: { readonly destination: string }): void;
}

export function createShippingOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly destinations: readonly string[];
  /** Read when the metrics are. */
  readonly depths: () => Readonly<Record<string, number>>;
}): ShippingOccurrences {
  const logger = tools.logger.child('external_log');
  const { taken, sent, dropped, retries, lastSuccess } = shippingMetrics(tools);
  return {
    taken: ({ destination }) => taken.increment({ destination }),
    sent({ destination, lines, durationMs, now }) {
      sent.increment({ destination }, lines);
      lastSuccess.set({ destination }, now / 1_000);
      logger.debug('external_log_batch_sent', {
        ...{ provider: destination, batch_size: lines, duration_ms: Math.round(durationMs) },
      });
    },
    dropped: ({ destination, lines, reason }) => dropped.increment({ destination, reason }, lines),
    retried({ destination, lines, words }) {
      retries.increment({ destination });
      logger.debug('external_log_retried', { destination, lines, reason: words });
    },
    lost({ destination, lines, reasons, words, isNews }) {
      const data = { destination, lines, reasons, ...(words !== undefined && { last_failure: words }) };
      logger[isNews ? 'warning' : 'info']('external_log_lines_dropped', data);
    },
    recovered: ({ destination }) => logger.info('external_log_recovered', { destination }),
  };
}

function shippingMetrics({ metrics, destinations, depths }: Parameters<typeof createShippingOccurrences>[0]) {
  const labels = { destination: destinations } as const;
  if (destinations.length > 0)
    metrics.gaugePer(
      {
        name: 'tocsin_external_log_queue_depth',
        help: 'Lines of the log that wait to be shipped, those that are being sent included.',
        label: 'destination',
        values: destinations,
      },
      depths,
    );
  return {
    taken: metrics.counter({
      name: 'tocsin_external_log_lines_total',
      help: 'Lines of the log that were to be shipped: those that were sent, dropped, and that wait.',
      labels,
    }),
    sent: metrics.counter({
      name: 'tocsin_external_log_sent_total',
      help: 'Lines of the log that a destination has taken.',
      labels,
    }),
    dropped: metrics.counter({
      name: 'tocsin_external_log_dropped_total',
      help: 'Lines of the log that were dropped on their way to a destination, by reason; of those that were given up some may have arrived, unanswered.',
      labels: { ...labels, reason: DROP_REASONS },
    }),
    retries: metrics.counter({
      name: 'tocsin_external_log_retries_total',
      help: 'Attempts to ship that failed and were followed by another one.',
      labels,
    }),
    lastSuccess: metrics.gauge({
      name: 'tocsin_external_log_last_success_timestamp_seconds',
      help: 'When a destination took something for the last time, in seconds since 1970; 0 before that.',
      labels,
    }),
  };
}
