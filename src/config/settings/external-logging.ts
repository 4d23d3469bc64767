// The settings of shipping Tocsin's own log lines elsewhere.
import {
  choice,
  choices,
  domainName,
  flag,
  integer,
  outerHostName,
  secret,
  text,
  webUrl,
  webUrls,
} from '../value-kinds.ts';
import { about } from './setting-info.ts';

const GROUP = 'Shipping the log';

/** Where log lines can go. */
export const LOG_PROVIDERS = ['datadog', 'papertrail', 'elasticsearch'] as const;
export type LogProvider = (typeof LOG_PROVIDERS)[number];

/** Keys are of ASCII; with anything else no request could be written. */
const isHeaderWord = (value: string): boolean => /^[\x21-\x7e]{1,500}$/.test(value);

const batchSize = (provider: string, fallback: number) =>
  integer(1, 1_000)
    .default(fallback)
    .register(about, {
      group: GROUP,
      text: `How many lines go to ${provider} together.`,
    });

const flushInterval = (provider: string) =>
  integer(1, 300)
    .default(5)
    .register(about, {
      group: GROUP,
      text: `Seconds after which lines go to ${provider} although there are fewer.`,
    });

export const externalLogging = {
  externalLoggingEnabled: flag().default(false).register(about, {
    group: GROUP,
    text: 'Whether Tocsin’s own log lines are also shipped to the providers named below. Secrets are masked before.',
  }),
  externalLoggingProvider: choices(LOG_PROVIDERS).default([]).register(about, {
    group: GROUP,
    text: 'Where they go: `datadog`, `papertrail` (any syslog server), `elasticsearch` (or OpenSearch); several with commas.',
  }),
  externalLoggingBufferSize: integer(10, 100_000).default(1_000).register(about, {
    group: GROUP,
    text: 'How many lines may wait for each provider, and 16 MiB of them at most, however many that are; beyond that the oldest are dropped, counted and told.',
  }),
  externalLoggingAttempts: integer(1, 100).default(5).register(about, {
    group: GROUP,
    text: 'How often the same lines are tried where a provider is busy or out of reach. Nodes of Elasticsearch that are asked in turn because one cannot be reached are one attempt.',
  }),
  datadogApiKey: secret('an API key, as Datadog shows it', isHeaderWord)
    .optional()
    .register(about, { group: GROUP, secret: true, text: 'The API key of Datadog.' }),
  datadogSite: domainName().default('datadoghq.com').register(about, {
    group: GROUP,
    text: 'The site of Datadog, such as `datadoghq.eu` or `us5.datadoghq.com`.',
  }),
  datadogUrl: webUrl().optional().register(about, {
    group: GROUP,
    fallback: '`https://http-intake.logs.` and the site',
    text: 'Another address of the intake, such as a proxy or an agent; `/api/v2/logs` is added.',
  }),
  datadogBatchSize: batchSize('Datadog', 10),
  datadogFlushIntervalSeconds: flushInterval('Datadog'),
  papertrailHost: outerHostName().optional().register(about, {
    group: GROUP,
    text: 'The syslog server, such as `logs7.papertrailapp.com`.',
  }),
  papertrailPort: integer(1, 65_535).optional().register(about, {
    group: GROUP,
    text: 'Its port.',
  }),
  papertrailTransport: choice(['tls', 'tcp', 'udp']).default('tls').register(about, {
    group: GROUP,
    text: '`tls`, or without encryption `tcp` or `udp`.',
  }),
  papertrailProgramName: text('the name of a program: 1 to 48 letters, digits and . _ -', /^[\w.-]{1,48}$/)
    .default('tocsin')
    .register(about, { group: GROUP, text: 'The name under which the lines are found there.' }),
  papertrailBatchSize: batchSize('the syslog server', 10),
  papertrailFlushIntervalSeconds: flushInterval('the syslog server'),
  elasticsearchHosts: webUrls().default([]).register(about, {
    group: GROUP,
    text: 'Nodes of Elasticsearch or OpenSearch, such as `https://es1.example.org:9200`; several with commas: when one fails, the next is asked.',
  }),
  elasticsearchIndexPrefix: text(
    'the beginning of an index name: lower-case letters, digits and . _ -',
    /^[a-z0-9][a-z0-9._-]{0,99}$/,
  )
    .default('tocsin')
    .register(about, {
      group: GROUP,
      text: 'Lines of a day are in the index of that name and the day, such as `tocsin-2026.01.31`.',
    }),
  elasticsearchApiKey: secret('an API key: id:key, or the encoded form of both', isHeaderWord)
    .optional()
    .register(about, {
      group: GROUP,
      secret: true,
      text: 'An API key, as `id:key` or encoded. Instead of a user and a password.',
    }),
  elasticsearchUsername: text('a user name without a colon', /^[^:]{1,200}$/)
    .optional()
    .register(about, { group: GROUP, text: 'A user, instead of an API key.' }),
  elasticsearchPassword: secret('a password').optional().register(about, {
    group: GROUP,
    secret: true,
    text: 'The password of that user.',
  }),
  elasticsearchBatchSize: batchSize('Elasticsearch', 100),
  elasticsearchFlushIntervalSeconds: flushInterval('Elasticsearch'),
};
