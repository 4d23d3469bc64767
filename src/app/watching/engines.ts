// Which engines there are to watch, by the configuration, and what reads their containers.
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../core/clock.ts';
import { Slots } from '../../core/signals/slots.ts';
import { DockerSource } from '../../sources/docker/docker-source.ts';
import type { EngineClient } from '../../sources/docker/engine/engine-client.ts';
import { HttpEngineClient } from '../../sources/docker/engine/http-engine-client.ts';
import { BatchBuilder } from '../../sources/docker/lines/batch-builder.ts';
import { createLineReader } from '../../sources/docker/lines/create-line-reader.ts';
import { StampReader } from '../../sources/docker/lines/stamps/stamp-reader.ts';
import { ContainerReader } from '../../sources/docker/reader/container-reader.ts';
import { containerFilter } from '../../sources/docker/watch/filters/container-filter.ts';
import {
  type JoinTermsOf,
  joinedContainers,
  START_LABEL,
} from '../../sources/docker/watch/filters/joined-containers.ts';
import { ownContainerIds, readOwnFacts } from '../../sources/docker/watch/filters/own-container.ts';
import type { EngineOccurrences } from '../../telemetry/occurrences/engine.ts';
import { joiningBy, startFault } from './joining/line-start.ts';

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
    | 'dockerJoinLines'
    | 'dockerJoinStart'
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
  readonly client: EngineClient;
  readonly source: DockerSource<ContainerReader>;
  /** In whose log lines are joined, and how. */
  readonly joined: JoinTermsOf;
}

export function createEngines(parts: EngineParts): Engine[] {
  const { config, clock } = parts;
  const tls = { certPath: config.dockerCertPath, verify: config.dockerTlsVerify };
  return config.dockerHost.map(({ name = UNNAMED, url, isDefault }) => {
    const client = new HttpEngineClient({ name, url, tls, clock });
    return { name, isExplicit: isDefault !== true, client, ...sourceOver(client, parts) };
  });
}

/** What finds the containers of the engine behind this client, and reads them. */
export function sourceOver(
  client: EngineClient,
  { config, clock, occurrences, random = Math.random }: EngineParts,
): Pick<Engine, 'source' | 'joined'> {
  const joined = joinedContainers({
    ...{ patterns: config.dockerJoinLines, start: config.dockerJoinStart },
    isStart: (text) => startFault(text) === undefined,
  });
  const { dockerInclude, dockerExclude, dockerPollSeconds } = config;
  const own = ownContainerIds(readOwnFacts());
  // All containers of an engine share these, for they work on one batch of bytes at a time.
  const [stamps, batch, catchUps] = [new StampReader(), new BatchBuilder(), new Slots(MOST_CATCH_UPS)];
  const source = new DockerSource({
    client,
    filter: containerFilter({ include: dockerInclude, exclude: dockerExclude, own }),
    pollSeconds: dockerPollSeconds,
    restartLoop: { restarts: config.dockerRestartLoopCount, withinSeconds: config.dockerRestartLoopSeconds },
    clock,
    random,
    occurrences,
    createReader(container) {
      const { containerName, labels, host } = container.origin;
      const fault = startFault(labels[START_LABEL] ?? '');
      if (fault !== undefined) occurrences.joinStartRefused({ engine: host, container: containerName, words: fault });
      return new ContainerReader({
        ...container,
        joining: joiningBy(joined(container.origin)),
        clock,
        random,
        catchUps,
        batch,
        openLines: (firstByte, taker) => createLineReader({ firstByte, kind: container.traits.kind, taker, stamps }),
      });
    },
  });
  return { source, joined };
}
