// Makes each provider of the configuration's settings. All go through the egress guard; a loopback address that the configuration itself names is open to it.
import type { Config } from '../../config/schema.ts';
import type { LogProvider } from '../../config/settings/external-logging.ts';
import type { Clock } from '../../core/clock.ts';
import { EgressPolicy } from '../../net/egress/egress-policy.ts';
import { GuardedConnect } from '../../net/egress/guarded-connect.ts';
import { createLookup } from '../../net/egress/lookup.ts';
import { syslogTarget } from '../../net/egress/target.ts';
import { GuardedFetch } from '../../net/guarded-fetch.ts';
import { GuardedDatagrams } from '../../net/wire/guarded-datagrams.ts';
import { GuardedStream } from '../../net/wire/guarded-stream.ts';
import { createDatadog } from '../../ship/datadog/datadog.ts';
import type { Destination } from '../../ship/destination.ts';
import { createElasticsearch } from '../../ship/elasticsearch/elasticsearch.ts';
import { createPapertrail } from '../../ship/papertrail/papertrail.ts';

export interface DestinationTools {
  readonly config: Config;
  readonly clock: Clock;
  readonly version: string;
  /** Of this machine, as it is told in each line. */
  readonly hostname: string;
}

export const DESTINATIONS: Readonly<Record<LogProvider, (tools: DestinationTools) => Destination>> = {
  datadog: ({ config, clock, ...names }) => {
    const { datadogSite, datadogUrl: url = `https://http-intake.logs.${datadogSite}`, datadogApiKey: apiKey } = config;
    if (apiKey === undefined) throw notChecked();
    return createDatadog({
      ...{ ...names, url, apiKey, clock, http: httpTo([new URL(url)], { config, clock }) },
      batchLines: config.datadogBatchSize,
      everyMs: config.datadogFlushIntervalSeconds * 1_000,
    });
  },
  elasticsearch: ({ config, clock, ...names }) => {
    const { elasticsearchHosts: urls, elasticsearchIndexPrefix: indexPrefix } = config;
    return createElasticsearch({
      ...{ ...names, urls, indexPrefix, clock },
      http: httpTo(
        urls.map((url) => new URL(url)),
        { config, clock },
      ),
      login: {
        apiKey: config.elasticsearchApiKey,
        username: config.elasticsearchUsername,
        password: config.elasticsearchPassword,
      },
      batchLines: config.elasticsearchBatchSize,
      everyMs: config.elasticsearchFlushIntervalSeconds * 1_000,
    });
  },
  papertrail: ({ config, clock, hostname }) => {
    const { papertrailHost: host, papertrailPort: port, papertrailTransport: transport } = config;
    if (host === undefined || port === undefined) throw notChecked();
    const way = { target: syslogTarget({ host, port }), connect: connectTo([port], { config, clock }), clock };
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

function httpTo(urls: readonly URL[], tools: Pick<DestinationTools, 'config' | 'clock'>): GuardedFetch {
  const ports = urls.map(({ port, protocol }) => Number(port || (protocol === 'https:' ? 443 : 80)));
  return new GuardedFetch({ connect: connectTo(ports, tools), clock: tools.clock });
}

function connectTo(
  ports: readonly number[],
  { config, clock }: Pick<DestinationTools, 'config' | 'clock'>,
): GuardedConnect {
  const loopback = ports.flatMap((port) => [
    { address: '127.0.0.0', family: 4, prefix: 8, port } as const,
    { address: '::1', family: 6, prefix: 128, port } as const,
  ]);
  const allow = [...config.egressAllow, ...loopback];
  const policy = new EgressPolicy({ allow, private: config.egressPrivate, closed: [] });
  return new GuardedConnect({ policy, lookup: createLookup(), clock });
}
