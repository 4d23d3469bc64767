import { expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { quietLogger } from './quiet-logger.ts';

test('the log writes of a demo beside a real server what is wrong, as the demo’s, and nothing else', () => {
  const log = captureLog();
  const quiet = quietLogger(log.logger).child('tail');
  for (const level of ['debug', 'info', 'warning', 'error', 'critical'] as const)
    quiet[level](`tail_${level}`, { a: 1 });
  expect(log.lines().map(({ logger_name: name, event, a }) => [name, event, a])).toEqual([
    ['demo', 'tail_warning', 1],
    ['demo', 'tail_error', 1],
    ['demo', 'tail_critical', 1],
  ]);
});
