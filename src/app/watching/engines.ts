// Which engines there are to watch, by the configuration, and what reads their containers.
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../core/clock.ts';
import { DockerSource } from '../../sources/docker/docker-source.ts';
import { HttpEngineClient } from '../../sources/docker/engine/http-engine-client.ts';
import { BatchBuilder } from '../../sources/docker/lines/batch-builder.ts';
import { createLineReader } from '../../sources/docker/lines/create-line-reader.ts';
import { StampReader } from '../../sources/docker/lines/stamps/stamp-reader.ts';
import { ContainerReader } from '../../sources/docker/reader/container-reader.ts';
import { Slots } from '../../sources/docker/reader/slots.ts';
import { containerFilter } from '../../sources/docker/watch/filters/container-filter.ts';
import { ownContainerIds, readOwnFacts } from '../../sources/docker/watch/filters/own-container.ts';
import type { EngineOccurrences } from '../../telemetry/occurrences/engine.ts';

/** Each of them keeps a core of the engine busy while it reads a long history. */
const MOST_CATCH_UPS = 8;

/** Of one engine that nobody named. */
const UNNAMED = 'local';

export interface EngineParts {
  readonly config: Pick<
    Config,
    | 'dockerHost'
    | 'dockerCertPath'
    | 'dockerTlsVerify'
    | 'dockerInclude'
    | 'dockerExclude'
    | 'dockerPollSeconds'
    | 'dockerRestartLoopCount'
    | 'dockerRestartLoopSeconds'
  >;
  readonly clock: Clock;
  readonly occurrences: EngineOccurrences;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

export interface Engine {
  readonly name: string;
  /** Somebody asked for it, so that it has to be there. */
  readonly isExplicit: boolean;
  readonly client: HttpEngineClient;
  readonly source: DockerSource<ContainerReader>;
}

export function createEngines({ config, clock, occurrences, random = Math.random }: EngineParts): Engine[] {
  const { dockerInclude, dockerExclude, dockerPollSeconds } = config;
  const filter = containerFilter({
    include: dockerInclude,
    exclude: dockerExclude,
    own: ownContainerIds(readOwnFacts()),
  });
  const tls = { certPath: config.dockerCertPath, verify: config.dockerTlsVerify };
  return config.dockerHost.map(({ name = UNNAMED, url, isDefault }) => {
    const client = new HttpEngineClient({ name, url, tls, clock });
    // All containers of an engine share these, for they work on one batch of bytes at a time.
    const [stamps, batch, catchUps] = [new StampReader(), new BatchBuilder(), new Slots(MOST_CATCH_UPS)];
    const source = new DockerSource({
      client,
      filter,
      pollSeconds: dockerPollSeconds,
      restartLoop: { restarts: config.dockerRestartLoopCount, withinSeconds: config.dockerRestartLoopSeconds },
      clock,
      random,
      occurrences,
      createReader: (container) =>
        new ContainerReader({
          ...container,
          clock,
          random,
          catchUps,
          batch,
          openLines: (firstByte, taker) => createLineReader({ firstByte, kind: container.traits.kind, taker, stamps }),
        }),
    });
    return { name, isExplicit: isDefault !== true, client, source };
  });
}
