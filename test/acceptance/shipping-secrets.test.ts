import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startProcess } from '../support/child-process.ts';
import { startDatadogIntake } from '../support/intake/datadog-intake.ts';
import { startElasticsearchNode } from '../support/intake/elasticsearch-node.ts';
import { SECRET_FORMS } from '../support/secret-lines.ts';
import { readCounted } from '../support/syslog/syslog-reading.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const LINES = 100_000;

test('of 100,000 lines with secrets at any depth all arrive at every provider, and no secret with them', {
  timeout: 300_000,
}, async () => {
  const datadog = await startDatadogIntake(KEY);
  const elastic = await startElasticsearchNode();
  const syslog = await syslogBytes();
  const talker = await startProcess('test/support/secret-talker.ts', [String(LINES)], {
    TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true',
    TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'datadog,elasticsearch,papertrail',
    ...{ TOCSIN_EXTERNAL_LOGGING_BUFFER_SIZE: '10000', TOCSIN_DATADOG_FLUSH_INTERVAL_SECONDS: '1' },
    ...{ TOCSIN_ELASTICSEARCH_FLUSH_INTERVAL_SECONDS: '1', TOCSIN_PAPERTRAIL_FLUSH_INTERVAL_SECONDS: '1' },
    ...{ TOCSIN_DATADOG_API_KEY: KEY, TOCSIN_DATADOG_URL: datadog.intake.url, TOCSIN_DATADOG_BATCH_SIZE: '1000' },
    ...{ TOCSIN_ELASTICSEARCH_HOSTS: elastic.intake.url, TOCSIN_ELASTICSEARCH_BATCH_SIZE: '1000' },
    ...{ TOCSIN_PAPERTRAIL_HOST: '127.0.0.1', TOCSIN_PAPERTRAIL_PORT: String(syslog.port) },
    ...{ TOCSIN_PAPERTRAIL_TRANSPORT: 'tcp', TOCSIN_PAPERTRAIL_BATCH_SIZE: '1000' },
  });
  const counted = JSON.parse(await talker.line((line) => line.startsWith('"')));
  for (const one of ['datadog', 'elasticsearch', 'papertrail'])
    expect(counted).toContain(`tocsin_external_log_sent_total{destination="${one}"} ${LINES}\n`);
  const { messages } = readCounted(syslog.all());
  expect([datadog.entries.length, elastic.documents.size, messages.length]).toEqual([LINES, LINES, LINES]);
  expect([datadog.intake.faults, elastic.intake.faults]).toEqual([[], []]);
  const told = [...datadog.intake.requests, ...elastic.intake.requests].map(({ body }) => body);
  for (const text of [...told, syslog.all().toString()])
    expect(SECRET_FORMS.filter((form) => text.includes(form))).toEqual([]);
  // Bytes, and what cannot be read, are named in place of being shown.
  const masked = messages.filter((message) => message.includes('[redacted]'));
  expect(masked.length).toBeGreaterThan(0.6 * LINES);
});

/** All that a syslog server is sent, as it comes. */
async function syslogBytes(): Promise<{ readonly port: number; all(): Buffer }> {
  const pieces: Buffer[] = [];
  const server = createServer((socket) => void socket.on('error', () => {}).on('data', (piece) => pieces.push(piece)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { port: typeof address === 'object' ? (address?.port ?? 0) : 0, all: () => Buffer.concat(pieces) };
}
