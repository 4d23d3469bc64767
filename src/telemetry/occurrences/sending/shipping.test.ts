import { describe, expect, test } from 'vitest';
import { captureLog } from '../../../../test/support/captured-log.ts';
import { createMetrics } from '../../metrics.ts';
import { createShippingOccurrences } from './shipping.ts';

const DESTINATION = 'datadog';

function scene() {
  const log = captureLog();
  const metrics = createMetrics();
  const occurrences = createShippingOccurrences({
    ...{ logger: log.logger, metrics, destinations: [DESTINATION] },
    depths: () => ({ [DESTINATION]: 7 }),
  });
  /** Each series that is not 0, without the beginning that all have in common. */
  const counted = async () => {
    const series = (await metrics.render()).matchAll(/^tocsin_external_log_(\S+) (\S+)$/gm);
    const all = [...series].map(([, name, value]) => [name?.replace('destination="datadog"', ''), Number(value)]);
    return Object.fromEntries(all.filter(([, value]) => value !== 0));
  };
  const told = () => log.lines().map(({ level, event, lines }) => ({ level, event, lines }));
  return { occurrences, counted, told, log };
}

describe('what becomes of lines', () => {
  test('is counted in lines, however many come together, and attempts in attempts', async () => {
    const { occurrences, counted } = scene();
    for (let n = 0; n < 3; n += 1) occurrences.taken({ destination: DESTINATION });
    occurrences.sent({ destination: DESTINATION, lines: 10, durationMs: 1, now: 1_700_000_000_500 });
    occurrences.dropped({ destination: DESTINATION, lines: 20, reason: 'refused' });
    occurrences.dropped({ destination: DESTINATION, lines: 30, reason: 'buffer_full' });
    for (const lines of [10, 10]) occurrences.retried({ destination: DESTINATION, lines, words: 'busy' });
    expect(await counted()).toEqual({
      ...{ 'lines_total{}': 3, 'sent_total{}': 10, 'retries_total{}': 2, 'queue_depth{}': 7 },
      ...{ 'dropped_total{,reason="refused"}': 20, 'dropped_total{,reason="buffer_full"}': 30 },
      'last_success_timestamp_seconds{}': 1_700_000_000.5,
    });
  });

  test('is a warning where it is news, and else information; what goes well is for debugging', () => {
    const { occurrences, told, log } = scene();
    const loss = { destination: DESTINATION, lines: 10, reasons: ['refused'], words: 'a bad key' } as const;
    occurrences.lost({ ...loss, isNews: true });
    occurrences.lost({ ...loss, isNews: false });
    occurrences.recovered({ destination: DESTINATION });
    occurrences.sent({ destination: DESTINATION, lines: 10, durationMs: 1, now: 0 });
    occurrences.retried({ destination: DESTINATION, lines: 10, words: 'busy' });
    expect(told()).toEqual([
      { level: 'warning', event: 'external_log_lines_dropped', lines: 10 },
      { level: 'info', event: 'external_log_lines_dropped', lines: 10 },
      { level: 'info', event: 'external_log_recovered' },
      { level: 'debug', event: 'external_log_batch_sent' },
      { level: 'debug', event: 'external_log_retried', lines: 10 },
    ]);
    expect(log.lines().find(({ event }) => event === 'external_log_batch_sent')).toMatchObject({
      ...{ provider: DESTINATION, batch_size: 10, duration_ms: expect.any(Number) },
    });
  });

  test('is told with its reasons and with what was said', () => {
    const { occurrences, log } = scene();
    occurrences.lost({ destination: DESTINATION, lines: 5, reasons: ['refused'], words: 'a bad key', isNews: true });
    expect(log.lines()[0]).toMatchObject({
      ...{ logger_name: 'external_log', destination: DESTINATION },
      ...{ lines: 5, reasons: ['refused'], last_failure: 'a bad key' },
    });
  });
});
