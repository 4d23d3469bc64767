// Makes each provider of the configuration's settings. All go through the egress guard.
import type { Config } from '../../config/schema.ts';
import type { LogProvider } from '../../config/settings/external-logging.ts';
import type { Clock } from '../../core/clock.ts';
import { syslogTarget, webTarget } from '../../net/egress/target.ts';
import { GuardedFetch } from '../../net/guarded-fetch.ts';
import { GuardedDatagrams } from '../../net/wire/guarded-datagrams.ts';
import { GuardedStream } from '../../net/wire/guarded-stream.ts';
import { createDatadog } from '../../ship/datadog/datadog.ts';
import type { Destination } from '../../ship/destination.ts';
import { createElasticsearch } from '../../ship/elasticsearch/elasticsearch.ts';
import { createPapertrail } from '../../ship/papertrail/papertrail.ts';
import { guardTo } from './guard.ts';

export interface DestinationTools {
  readonly config: Config;
  readonly clock: Clock;
  readonly version: string;
  /** Of this machine, as it is told in each line. */
  readonly hostname: string;
  /** Resolves to the port at which the server listens in the end, where the system chooses one: nothing is shipped there. */
  readonly listensAt?: Promise<number>;
}

export const DESTINATIONS: Readonly<Record<LogProvider, (tools: DestinationTools) => Destination>> = {
  datadog: (tools) => {
    const { config, clock, ...names } = tools;
    const { datadogSite, datadogUrl: url = `https://http-intake.logs.${datadogSite}`, datadogApiKey: apiKey } = config;
    if (apiKey === undefined) throw notChecked();
    return createDatadog({
      ...{ ...names, url, apiKey, clock, http: httpTo([url], tools) },
      batchLines: config.datadogBatchSize,
      everyMs: config.datadogFlushIntervalSeconds * 1_000,
    });
  },
  elasticsearch: (tools) => {
    const { config, clock, ...names } = tools;
    const { elasticsearchHosts: urls, elasticsearchIndexPrefix: indexPrefix } = config;
    return createElasticsearch({
      ...{ ...names, urls, indexPrefix, clock, http: httpTo(urls, tools) },
      login: {
        apiKey: config.elasticsearchApiKey,
        username: config.elasticsearchUsername,
        password: config.elasticsearchPassword,
      },
      batchLines: config.elasticsearchBatchSize,
      everyMs: config.elasticsearchFlushIntervalSeconds * 1_000,
    });
  },
  papertrail: (tools) => {
    const { config, clock, hostname } = tools;
    const { papertrailHost: host, papertrailPort: port, papertrailTransport: transport } = config;
    if (host === undefined || port === undefined) throw notChecked();
    const target = syslogTarget({ host, port });
    const way = { target, connect: guardTo([target], tools), clock };
    return createPapertrail({
      source: { hostname, programName: config.papertrailProgramName, processId: process.pid },
      transport,
      wire: transport === 'udp' ? new GuardedDatagrams(way) : new GuardedStream({ ...way, isTls: transport === 'tls' }),
      batchLines: config.papertrailBatchSize,
      everyMs: config.papertrailFlushIntervalSeconds * 1_000,
    });
  },
};

const notChecked = (): Error => new Error('A destination is made of a configuration that was checked.');

function httpTo(urls: readonly string[], tools: DestinationTools): GuardedFetch {
  return new GuardedFetch({ connect: guardTo(urls.map(webTarget), tools), clock: tools.clock });
}
