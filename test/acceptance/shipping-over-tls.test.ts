import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startDatadogIntake } from '../support/intake/datadog-intake.ts';
import { startElasticsearchNode } from '../support/intake/elasticsearch-node.ts';
import { RECEIVER_TLS, TRUST } from '../support/receiver-certificates.ts';
import { serveShipping } from '../support/shipping-server.ts';
import { readSyslog } from '../support/syslog/syslog-reading.ts';
import { startSyslogServer } from '../support/syslog/syslog-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const PROVIDERS = ['datadog', 'elasticsearch', 'papertrail'] as const;

/** Receivers with a certificate of an authority that only its owner knows, and a server that ships to them. */
async function shippedTo(trusted: string) {
  const tls = RECEIVER_TLS.sound;
  const datadog = await startDatadogIntake(KEY, { tls });
  const elastic = await startElasticsearchNode({ tls });
  const syslog = await startSyslogServer({ tls });
  const serving = await serveShipping({
    ...{ NODE_EXTRA_CA_CERTS: trusted, TOCSIN_EXTERNAL_LOGGING_PROVIDER: PROVIDERS.join(',') },
    ...{ TOCSIN_DATADOG_API_KEY: KEY, TOCSIN_DATADOG_URL: datadog.intake.url },
    ...{ TOCSIN_DATADOG_FLUSH_INTERVAL_SECONDS: '1', TOCSIN_ELASTICSEARCH_FLUSH_INTERVAL_SECONDS: '1' },
    ...{ TOCSIN_ELASTICSEARCH_HOSTS: elastic.intake.url, TOCSIN_PAPERTRAIL_FLUSH_INTERVAL_SECONDS: '1' },
    ...{ TOCSIN_PAPERTRAIL_HOST: '127.0.0.1', TOCSIN_PAPERTRAIL_PORT: String(syslog.port) },
  });
  const arrived = () => [
    datadog.entries.map(({ message }) => message),
    [...elastic.documents.values()].map(({ message }) => message),
    syslog.messages().map((message) => readSyslog(message).text),
  ];
  return { ...serving, arrived };
}

test('an authority of one’s own is trusted when NODE_EXTRA_CA_CERTS names its file, by every provider', async () => {
  const file = path.join(temporaryDirectory(), 'authority.pem');
  writeFileSync(file, TRUST.join('\n'));
  const { server, ask, shippable, arrived } = await shippedTo(file);
  await ask(25);
  await server.kill('SIGTERM');
  expect(arrived().map((lines) => lines.toSorted())).toEqual(PROVIDERS.map(() => shippable().toSorted()));
});

test('else nothing is sent, and each provider is told of once, with what to do', async () => {
  const { server, ask, shippable, counts, told, arrived } = await shippedTo('');
  await ask(25);
  const refused = async () => Promise.all(PROVIDERS.map(async (one) => (await counts(one)).dropped.refused));
  await waitUntil(async () => (await refused()).every((lines) => lines > 20), { what: 'lines are refused' });
  for (const one of PROVIDERS)
    expect(told('external_log_lines_dropped', one).filter(({ level }) => level === 'warning')).toMatchObject([
      { reasons: ['refused'], last_failure: expect.stringContaining('NODE_EXTRA_CA_CERTS') },
    ]);
  await server.kill('SIGTERM');
  expect(arrived()).toEqual([[], [], []]);
  for (const one of PROVIDERS) {
    const lost = told('external_log_lines_dropped', one).reduce((sum, { lines = 0 }) => sum + lines, 0);
    expect([one, lost]).toEqual([one, shippable().length]);
  }
});
