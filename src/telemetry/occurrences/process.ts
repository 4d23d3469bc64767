// What happens to the process around the server: it cannot start it, falls over, or loses lines of its log.
import { isTocsinError, type TocsinError } from '../../core/errors.ts';
import type { Logger } from '../logger.ts';
import type { Metrics } from '../metrics.ts';

export interface ProcessOccurrences {
  /** The server did not come up; the process ends. */
  startFailed(failure: { readonly error: unknown }): void;
  /** Nothing caught this error; the process ends. */
  crashed(crash: { readonly error: unknown }): void;
}

export function createProcessOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly log: { readonly lost: number };
  readonly sampling: { readonly leftOut: number };
}): ProcessOccurrences {
  const logger = tools.logger.child('process');
  const ends = tools.metrics.counter({
    name: 'tocsin_process_ends_total',
    help: 'Ends of this process that nobody asked for; it can be read only in the moment before.',
    labels: { reason: ['start_failed', 'crashed'] },
  });
  tools.metrics.counterOf(
    {
      name: 'tocsin_log_lines_lost_total',
      help: 'Log lines that nobody took: the reader is gone, too slow, or the disk is full.',
    },
    () => tools.log.lost,
  );
  tools.metrics.counterOf(
    {
      name: 'tocsin_log_lines_left_out_total',
      help: 'Log lines that were left out because only a share of the lines of their event is wanted.',
    },
    () => tools.sampling.leftOut,
  );
  return {
    startFailed({ error }) {
      ends.increment({ reason: 'start_failed' });
      logger.critical('tocsin_start_failed', { error: isTocsinError(error) ? refusal(error) : error });
    },
    crashed({ error }) {
      ends.increment({ reason: 'crashed' });
      logger.critical('tocsin_crashed', { error });
    },
  };
}

/** A refusal says what to do, and where it was thrown helps nobody; what the system said beneath it may. */
function refusal({ code, message, cause }: TocsinError) {
  return { code, message, ...(cause instanceof Error && { cause: cause.message }) };
}
