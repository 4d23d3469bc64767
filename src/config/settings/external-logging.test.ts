import { expect, test } from 'vitest';
import { loadConfig } from '../load.ts';

test('the log is not shipped unless that is wanted, and then as it is promised where nothing else is said', () => {
  const { config } = loadConfig({ env: {}, folder: '/nowhere' });
  expect(config).toMatchObject({
    ...{ externalLoggingEnabled: false, externalLoggingProvider: [], externalLoggingBufferSize: 1_000 },
    ...{ externalLoggingAttempts: 5, datadogSite: 'datadoghq.com', datadogBatchSize: 10 },
    ...{ datadogFlushIntervalSeconds: 5, papertrailProgramName: 'tocsin', papertrailTransport: 'tls' },
    elasticsearchIndexPrefix: 'tocsin',
  });
});

test('several providers may be named, each once', () => {
  const env = {
    ...{ TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true', TOCSIN_DATADOG_API_KEY: 'key' },
    TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'elasticsearch, datadog,datadog',
    TOCSIN_ELASTICSEARCH_HOSTS: 'https://es1.example.org:9200,https://es2.example.org:9200',
  };
  const { config } = loadConfig({ env, folder: '/nowhere' });
  expect(config.externalLoggingProvider.toSorted()).toEqual(['datadog', 'elasticsearch']);
  expect(config.elasticsearchHosts).toHaveLength(2);
});
