// What can happen to back-tests.
import type { Logger } from '../../logger.ts';
import type { Metrics } from '../../metrics.ts';

/** `incomplete`: not all that was asked for could be read. `left`: its client went before the end. */
const OUTCOMES = ['complete', 'incomplete', 'left', 'failed'] as const;

export interface BacktestOccurrences {
  ended(backtest: {
    readonly outcome: Exclude<(typeof OUTCOMES)[number], 'failed'>;
    readonly rules: number;
    readonly containers: number;
    readonly lines: number;
    readonly durationMs: number;
  }): void;
  /** By a fault of Tocsin's own. */
  failed(fault: { readonly error: unknown }): void;
}

export function createBacktestOccurrences(tools: {
  readonly logger: Logger;
  readonly metrics: Metrics;
}): BacktestOccurrences {
  const logger = tools.logger.child('rules');
  const ended = tools.metrics.counter({
    name: 'tocsin_rules_backtests_total',
    help: 'Back-tests of rules by how they ended.',
    labels: { outcome: OUTCOMES },
  });
  return {
    ended({ outcome, rules, containers, lines, durationMs }) {
      ended.increment({ outcome });
      logger.info('rules_backtest_ended', { outcome, rules, containers, lines, duration_ms: Math.round(durationMs) });
    },
    failed({ error }) {
      ended.increment({ outcome: 'failed' });
      logger.error('rules_backtest_failed', { error });
    },
  };
}
