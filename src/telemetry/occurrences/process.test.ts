import { expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { TocsinError } from '../../core/errors.ts';
import { createMetrics } from '../metrics.ts';
import { createProcessOccurrences } from './process.ts';

test('an end that nobody asked for is critical, with its stack, and lost log lines are counted', async () => {
  const [log, metrics] = [captureLog(), createMetrics()];
  const occurrences = createProcessOccurrences({
    logger: log.logger,
    metrics,
    log: { lost: 3 },
    sampling: { leftOut: 4 },
  });
  occurrences.startFailed({ error: new Error('no port') });
  occurrences.crashed({ error: new Error('fell') });
  expect(log.lines()).toMatchObject([
    { level: 'critical', event: 'tocsin_start_failed', error: { message: 'no port' } },
    {
      level: 'critical',
      event: 'tocsin_crashed',
      error: { message: 'fell', stack: expect.stringContaining('process.test') },
    },
  ]);
  const page = await metrics.render();
  expect(page).toContain('tocsin_process_ends_total{reason="crashed"} 1');
  expect(page).toContain('tocsin_log_lines_lost_total 3');
  expect(page).toContain('tocsin_log_lines_left_out_total 4');
});

test('a start that is refused is told with what to do and what the system said, and without a stack', () => {
  const log = captureLog();
  const occurrences = createProcessOccurrences({
    logger: log.logger,
    metrics: createMetrics(),
    log: { lost: 0 },
    sampling: { leftOut: 0 },
  });
  const cause = new Error('EADDRINUSE');
  occurrences.startFailed({ error: new TocsinError('refused', 'Set TOCSIN_PORT.', { cause }) });
  expect(log.lines()[0]?.error).toEqual({ code: 'refused', message: 'Set TOCSIN_PORT.', cause: 'EADDRINUSE' });
});
