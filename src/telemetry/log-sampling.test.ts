import { describe, expect, test } from 'vitest';
import { captureLog } from '../../test/support/captured-log.ts';
import { LogSampling } from './log-sampling.ts';
import { createLogger, LOG_LEVELS } from './logger.ts';

/** Gives these numbers in turn, for ever. */
function inTurn(...numbers: readonly number[]): () => number {
  let at = 0;
  return () => numbers[at++ % numbers.length] ?? 0;
}

/** Ten numbers that are spread evenly, in an order that is none. */
const SPREAD = [0.35, 0.05, 0.75, 0.95, 0.15, 0.65, 0.45, 0.85, 0.25, 0.55];

function given(share: number) {
  const { sink, lines } = captureLog();
  const sampling = new LogSampling([{ event: 'http_request', share }], inTurn(...SPREAD));
  return { logger: createLogger({ sink, level: 'debug', sampling }), lines, sampling };
}

describe('sampling', () => {
  test('writes a share of the lines of its event, each with the share, and counts the others', () => {
    const { logger, lines, sampling } = given(0.2);
    for (let n = 0; n < 100; n += 1) logger.child('http').info('http_request', { n });
    expect(lines()).toHaveLength(20);
    expect(new Set(lines().map(({ sampled }) => sampled))).toEqual(new Set([0.2]));
    expect(sampling.leftOut).toBe(80);
  });

  test('leaves every other event as it is, without a share', () => {
    const { logger, lines, sampling } = given(0);
    for (let n = 0; n < 10; n += 1) logger.info('store_opened');
    expect(lines()).toHaveLength(10);
    expect(lines()[0]).not.toHaveProperty('sampled');
    expect(sampling.leftOut).toBe(0);
  });

  test('never leaves out a warning or worse', () => {
    const { logger, lines, sampling } = given(0);
    for (const level of LOG_LEVELS) logger[level]('http_request');
    expect(lines().map(({ level }) => level)).toEqual(['warning', 'error', 'critical']);
    expect(lines().some((line) => 'sampled' in line)).toBe(false);
    expect(sampling.leftOut).toBe(2);
  });

  test('of nothing writes nothing, of everything writes everything', () => {
    const [none, all] = [given(0), given(1)];
    for (let n = 0; n < 10; n += 1) for (const { logger } of [none, all]) logger.info('http_request');
    expect(none.lines()).toHaveLength(0);
    expect(all.lines()).toHaveLength(10);
    expect(all.lines()[0]).not.toHaveProperty('sampled');
  });

  test('does not count what the level keeps out anyway', () => {
    const { sink } = captureLog();
    const sampling = new LogSampling([{ event: 'http_request', share: 0 }], Math.random);
    createLogger({ sink, level: 'info', sampling }).debug('http_request');
    expect(sampling.leftOut).toBe(0);
  });

  test('moves aside what the data calls by the name of the share', () => {
    const { logger, lines } = given(0.9);
    logger.info('http_request', { sampled: 'theirs' });
    expect(lines()).toMatchObject([{ sampled: 0.9, data_sampled: 'theirs' }]);
  });
});
