import { describe, expect, test } from 'vitest';
import { captureLog } from '../../test/support/captured-log.ts';
import { createLogger } from './logger.ts';
import { runInContext, setContextUser } from './request-context.ts';

describe('a log line', () => {
  test('is one JSON object with time, level, area and event, then the data', () => {
    const log = captureLog();
    log.logger.child('store').info('store_opened', { path: '/data/x', rows: 3 });
    expect(log.text()).toBe(
      '{"level":"info","timestamp":"2026-01-01T00:00:00.000Z","logger_name":"store","event":"store_opened","path":"/data/x","rows":3}\n',
    );
  });

  test('says of a demo that it is one', () => {
    const { sink, lines } = captureLog();
    createLogger({ sink, isDemo: true }).child('tail').warning('tail_failed', { demo: 'of something else' });
    expect(lines()).toMatchObject([{ event: 'tail_failed', demo: true, data_demo: 'of something else' }]);
  });

  test('below the level is not written', () => {
    const log = captureLog('warning');
    log.logger.debug('a');
    log.logger.info('b');
    log.logger.warning('c');
    log.logger.critical('d');
    expect(log.lines().map((line) => [line.level, line.event])).toEqual([
      ['warning', 'c'],
      ['critical', 'd'],
    ]);
  });

  test('carries the correlation id and the user of its request, also in the work that the request starts', async () => {
    const log = captureLog();
    await runInContext({ correlationId: 'c1' }, async () => {
      log.logger.info('first');
      setContextUser('7');
      await new Promise((resolve) => setImmediate(resolve));
      log.logger.info('second');
    });
    log.logger.info('third');
    expect(log.lines().map(({ correlation_id, user_id }) => [correlation_id, user_id])).toEqual([
      ['c1', undefined],
      ['c1', '7'],
      [undefined, undefined],
    ]);
  });

  test('holds no name twice, whatever the data is called', () => {
    const log = captureLog();
    runInContext({ correlationId: 'c1', userId: '1' }, () =>
      log.logger.info('x', {
        level: 'l',
        timestamp: 't',
        event: 'e',
        logger_name: 'n',
        correlation_id: 'c',
        user_id: '2',
      }),
    );
    expect(log.lines()[0]).toEqual({
      level: 'info',
      timestamp: '2026-01-01T00:00:00.000Z',
      logger_name: 'tocsin',
      event: 'x',
      correlation_id: 'c1',
      user_id: '2',
      data_level: 'l',
      data_timestamp: 't',
      data_event: 'e',
      data_logger_name: 'n',
      data_correlation_id: 'c',
    });
    expect(log.text().match(/"level"/g)).toHaveLength(1);
  });

  test('tells the stack of an error at debug, error and critical only', () => {
    const log = captureLog();
    const error = new Error('x');
    for (const level of ['debug', 'info', 'warning', 'error', 'critical'] as const) log.logger[level]('e', { error });
    const withStack = log.lines().filter(({ error }) => JSON.stringify(error).includes('stack'));
    expect(withStack.map(({ level }) => level)).toEqual(['debug', 'error', 'critical']);
  });

  test('masks secrets and stays on one line', () => {
    const log = captureLog();
    log.logger.info('login', { body: { password: 'hunter2' }, text: 'a\nb\u2028c' });
    expect(log.text()).not.toContain('hunter2');
    expect(log.text().trim().split('\n')).toHaveLength(1);
  });

  test('survives data that looks like a request or answers with rubbish', () => {
    const log = captureLog();
    log.logger.info('odd', {
      method: 'GET',
      headers: { cookie: 'x' },
      socket: {},
      setHeader: () => 1,
      err: new Error('e'),
    });
    expect(log.lines()[0]).toMatchObject({ event: 'odd' });
    expect(log.text()).not.toContain('"x"');
  });

  test('in the pretty format is meant for a person', () => {
    const written: string[] = [];
    const sink = { lost: 0, write: (line: string) => written.push(line), flush: () => Promise.resolve() };
    createLogger({ sink, format: 'pretty' }).warning('disk_low', { free_bytes: 12 });
    expect(written.join('')).toMatch(/WARNING .*disk_low .*free_bytes=.*12\n$/);
  });
});
