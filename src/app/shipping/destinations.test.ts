import { describe, expect, test } from 'vitest';
import { loggedLine } from '../../../test/support/logged-line.ts';
import { startLoopbackListener } from '../../../test/support/loopback-listener.ts';
import { temporaryDirectory } from '../../../test/support/temporary-directory.ts';
import { loadConfig } from '../../config/load.ts';
import { systemClock } from '../../core/clock.ts';
import { DESTINATIONS } from './destinations.ts';

type Env = Readonly<Record<string, string>>;
interface Provider {
  readonly name: keyof typeof DESTINATIONS;
  readonly env: (host: string, port: number) => Env;
}

const syslog =
  (transport: string): Provider['env'] =>
  (host, port) => ({
    ...{ TOCSIN_PAPERTRAIL_HOST: host, TOCSIN_PAPERTRAIL_PORT: String(port) },
    TOCSIN_PAPERTRAIL_TRANSPORT: transport,
  });

const PROVIDERS: readonly (readonly [string, Provider])[] = [
  [
    'Datadog',
    {
      name: 'datadog',
      env: (host, port) => ({ TOCSIN_DATADOG_API_KEY: 'key', TOCSIN_DATADOG_URL: `http://${host}:${port}` }),
    },
  ],
  [
    'Elasticsearch',
    { name: 'elasticsearch', env: (host, port) => ({ TOCSIN_ELASTICSEARCH_HOSTS: `http://${host}:${port}` }) },
  ],
  ['syslog over TLS', { name: 'papertrail', env: syslog('tls') }],
  ['syslog over TCP', { name: 'papertrail', env: syslog('tcp') }],
  ['syslog over UDP', { name: 'papertrail', env: syslog('udp') }],
];

async function sentTo({ name, env }: Provider, place: readonly [host: string, port: number], more: Env = {}) {
  const { config } = loadConfig({ env: { ...env(...place), ...more }, folder: temporaryDirectory() });
  const destination = DESTINATIONS[name]({ config, clock: systemClock, version: '1.2.3', hostname: 'alpha' });
  const result = await destination.send([loggedLine({ at: Date.now() })], new AbortController().signal);
  await destination.close();
  return result;
}

describe.each(PROVIDERS)('%s', (_, provider) => {
  test.each(['127.0.0.1', 'localhost'])('is never Tocsin itself at %s', async (host) => {
    const own = await startLoopbackListener();
    const result = await sentTo(provider, [host, own.port], { TOCSIN_PORT: String(own.port) });
    expect(result).toMatchObject({ outcome: 'refused', words: expect.stringContaining('is this server itself') });
    expect(own.connections()).toBe(0);
  });

  test('is never the database', async () => {
    const own = await startLoopbackListener();
    const TOCSIN_DATABASE_URL = `postgres://u:p@localhost:${own.port}/x`;
    const result = await sentTo(provider, ['127.0.0.1', own.port], { TOCSIN_DATABASE_URL });
    expect(result).toMatchObject({ outcome: 'refused', words: expect.stringContaining('is the database of Tocsin') });
    expect(own.connections()).toBe(0);
  });

  test('is never where a cloud hands out credentials', async () => {
    const result = await sentTo(provider, ['169.254.169.254', 9_000]);
    expect(result).toMatchObject({ outcome: 'refused', words: expect.stringContaining('hands out credentials') });
  });

  test('is in no private network where those are closed', async () => {
    const result = await sentTo(provider, ['10.1.0.5', 9_000], { TOCSIN_EGRESS_PRIVATE: 'deny' });
    expect(result).toMatchObject({
      outcome: 'refused',
      words: expect.stringContaining('TOCSIN_EGRESS_PRIVATE is deny'),
    });
  });

  test('may be on this machine otherwise', async () => {
    const there = await startLoopbackListener();
    const result = await sentTo(provider, ['127.0.0.1', there.port]);
    expect(JSON.stringify(result)).not.toContain('this machine');
  });
});
