import { expect, test } from 'vitest';
import { loadConfig } from './load.ts';
import { shownValue } from './shown.ts';

test('values are shown as they could be written, secrets masked', () => {
  const env = {
    TOCSIN_DATABASE_URL: 'postgres://tocsin:hunter2@db:5432/x?sslmode=require&password=hunter2&sslkey=/k',
    TOCSIN_ADMIN_PASSWORD: 'hunter2 of the moor',
    TOCSIN_EGRESS_ALLOW: '127.0.0.1/32:9000,fd00::/8',
    TOCSIN_DOCKER_HOST: 'a=tcp://a:1,b=unix:///b',
    TOCSIN_TRUSTED_PROXIES: 'loopback,::1',
    TOCSIN_DOCKER_INCLUDE: 'name=web-*, label=team,label=team=o?s,project=shop,image=a/b:*',
    TOCSIN_LOG_SAMPLE: 'http_request:0.1, event_refused:0',
    TOCSIN_FILES: '/var/log/{a,b}.log, shop=ndjson:/srv/*.log',
    TOCSIN_LOG_QUIET_ENDPOINTS: '/api/events,/api/events/{id}',
  };
  const { config } = loadConfig({ env, folder: '/nowhere' });
  const names = [
    'databaseUrl',
    'adminPassword',
    'egressAllow',
    'dockerHost',
    'trustedProxies',
    'dockerInclude',
    'logSample',
    'logQuietEndpoints',
    'files',
    'publicUrl',
    'port',
  ] as const;
  expect(names.map((name) => shownValue(name, config))).toEqual([
    'postgres://tocsin:[redacted]@db:5432/x?sslmode=require&password=[redacted]&sslkey=%2Fk',
    '[redacted]',
    '127.0.0.1/32:9000,[fd00::]/8',
    'a=tcp://a:1,b=unix:///b',
    'loopback,::1',
    'name=web-*,label=team,label=team=o?s,project=shop,image=a/b:*',
    'http_request:0.1,event_refused:0',
    '/api/events,/api/events/{id}',
    '/var/log/{a,b}.log,shop=ndjson:/srv/*.log',
    '',
    '8080',
  ]);
});

test('the secrets of log shipping are masked', () => {
  const secret = 'hunter2:hunter2';
  const names = ['TOCSIN_DATADOG_API_KEY', 'TOCSIN_ELASTICSEARCH_API_KEY'];
  const { config } = loadConfig({ env: Object.fromEntries(names.map((name) => [name, secret])), folder: '/nowhere' });
  const login = { TOCSIN_ELASTICSEARCH_USERNAME: 'ada', TOCSIN_ELASTICSEARCH_PASSWORD: secret };
  const { config: ofUser } = loadConfig({ env: login, folder: '/nowhere' });
  const shown = [
    shownValue('datadogApiKey', config),
    shownValue('elasticsearchApiKey', config),
    shownValue('elasticsearchPassword', ofUser),
  ];
  expect(shown).toEqual(['[redacted]', '[redacted]', '[redacted]']);
});
