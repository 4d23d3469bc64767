import { expect, test } from 'vitest';
import { startDatadogIntake } from '../../../test/support/intake/datadog-intake.ts';
import { startElasticsearchNode } from '../../../test/support/intake/elasticsearch-node.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { loadConfig } from '../../config/load.ts';
import { systemClock } from '../../core/clock.ts';
import { createLogger } from '../../telemetry/logger.ts';
import { createMetrics } from '../../telemetry/metrics.ts';
import { startShipping } from './shipping.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const LINES = 100_000;
const SECRET = 'S3CR3T-hunter2';
const NAMES = ['password', 'api_key', 'authorization', 'session-id', 'smtpPassword', 'OLD_TOKEN'];

/** A secret under a name that says so, or in a text that shows it, at a depth that depends on the number. */
function hiding(n: number): Readonly<Record<string, unknown>> {
  const planted: Record<string, unknown> =
    n % 3 === 0
      ? { url: `https://ada:${SECRET}@example.org/` }
      : { [NAMES[n % NAMES.length] ?? '']: n % 2 === 0 ? SECRET : [SECRET, { value: SECRET }] };
  let data = planted;
  for (let depth = n % 7; depth > 0; depth -= 1)
    data = depth % 2 === 0 ? { inner: data } : { error: Object.assign(new Error('it failed'), data), list: [1, data] };
  return data;
}

test('of 100,000 lines with secrets at any depth all arrive, and no secret with them', {
  timeout: 240_000,
}, async () => {
  const datadog = await startDatadogIntake(KEY);
  const elastic = await startElasticsearchNode();
  const { config } = loadConfig({
    folder: '/nowhere',
    env: {
      ...{ TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true', TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'datadog,elasticsearch' },
      ...{ TOCSIN_DATADOG_API_KEY: KEY, TOCSIN_DATADOG_URL: datadog.intake.url, TOCSIN_DATADOG_BATCH_SIZE: '1000' },
      ...{ TOCSIN_ELASTICSEARCH_HOSTS: elastic.intake.url, TOCSIN_ELASTICSEARCH_BATCH_SIZE: '1000' },
      TOCSIN_EXTERNAL_LOGGING_BUFFER_SIZE: '10000',
    },
  });
  const sink = { lost: 0, write: () => {}, flush: () => Promise.resolve() };
  const metrics = createMetrics();
  const shipping = startShipping({
    config,
    clock: systemClock,
    logger: createLogger({ sink }),
    metrics,
    version: '1.2.3',
  });
  const logger = createLogger({ sink, copy: (line) => shipping.take(line) });
  for (let n = 0; n < LINES; n += 1) {
    logger.warning('rule_saved', hiding(n));
    if ((n + 1) % 5_000 !== 0) continue;
    const arrived = () => Math.min(datadog.entries.length, elastic.documents.size);
    await waitUntil(() => arrived() === n + 1, { what: () => `${n + 1} lines, of ${arrived()}`, limitMs: 60_000 });
  }
  await shipping.stop();
  expect([datadog.entries.length, elastic.documents.size]).toEqual([LINES, LINES]);
  expect([datadog.intake.faults, elastic.intake.faults]).toEqual([[], []]);
  const told = [...datadog.intake.requests, ...elastic.intake.requests].filter(({ body }) => body.includes(SECRET));
  expect(told).toEqual([]);
  expect(datadog.entries.every(({ message }) => message.includes('[redacted]'))).toBe(true);
  expect(await metrics.render()).toContain(`tocsin_external_log_sent_total{destination="datadog"} ${LINES}`);
});
