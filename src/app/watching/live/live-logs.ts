// The live views of containers: finds the engine of a container, and opens a view there for each who looks.
import type { Clock } from '../../../core/clock.ts';
import { TocsinError } from '../../../core/errors.ts';
import type { EventStream } from '../../../http/event-stream.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { CoverageSource, LiveLogs, LiveView } from '../../../http/resources/watching/containers.ts';
import type { EngineTraits } from '../../../sources/docker/engine/engine-client.ts';
import { createLineReader } from '../../../sources/docker/lines/create-line-reader.ts';
import { StampReader } from '../../../sources/docker/lines/stamps/stamp-reader.ts';
import { followLive } from '../../../sources/docker/live/live-view.ts';
import { mannerOf } from '../../../sources/docker/reader/reading-manner.ts';
import { traitsOf } from '../engine-traits.ts';
import type { WatchedEngine } from '../watched-engine.ts';
import { type LineMarker, liveEvents } from './live-events.ts';

/** Each is a connection to the engine. */
const MOST_VIEWS_OF_AN_ENGINE = 100;

type Watched = Pick<WatchedEngine<never>, 'engine' | 'isOurs'>;

export interface LiveLogsParts {
  readonly engines: readonly Watched[];
  readonly coverage: Pick<CoverageSource, 'container'>;
  readonly clock: Clock;
  readonly rulesOf: LineMarker;
  readonly random: () => number;
  readonly mostViews?: number;
}

export function createLiveLogs(parts: LiveLogsParts): LiveLogs {
  const { engines, coverage, mostViews = MOST_VIEWS_OF_AN_ENGINE } = parts;
  const open = new Map<string, number>();
  const isFull = (name: string): boolean => (open.get(name) ?? 0) >= mostViews;
  const count = (name: string, change: 1 | -1): void => void open.set(name, (open.get(name) ?? 0) + change);
  return {
    async open(givenId, view, over) {
      const container = readable(await coverage.container(givenId));
      const watched = engines.find(({ engine }) => engine.name === container.host);
      if (watched === undefined) throw noContainer();
      const { name } = watched.engine;
      if (isFull(name)) throw tooMany();
      const traits = await traitsOf(watched, parts.clock, over);
      return (stream) => {
        // Others may have come meanwhile.
        if (isFull(name)) {
          stream.close('too many live views of this engine are open');
          return;
        }
        count(name, 1);
        void follow({ ...parts, watched, traits, containerId: container.id, view, stream }).finally(() =>
          count(name, -1),
        );
      };
    },
  };
}

interface Viewing extends LiveLogsParts {
  readonly watched: Watched;
  readonly traits: EngineTraits;
  readonly containerId: string;
  readonly view: LiveView;
  readonly stream: EventStream;
}

function follow({ watched, traits, containerId, view, stream, clock, random, rulesOf }: Viewing): Promise<void> {
  const stamps = new StampReader();
  const { kind } = traits;
  return followLive({
    client: watched.engine.client,
    clock,
    random,
    containerId,
    tail: view.tail,
    after: view.after,
    manner: mannerOf(traits),
    openLines: (firstByte, taker) => createLineReader({ firstByte, kind, taker, stamps }),
    sink: liveEvents(stream, { query: view.query, rulesOf: (line) => rulesOf(containerId, line) }),
    signal: stream.closed,
  });
}

function readable(container: ContainerView | undefined): ContainerView {
  if (container === undefined || container.state === 'gone') throw noContainer();
  if (container.state !== 'unreadable') return container;
  throw new TocsinError(
    'refused',
    `Nobody can read this container: ${container.note ?? 'its logging driver keeps nothing'}`,
  );
}

const noContainer = (): TocsinError =>
  new TocsinError('not_found', 'No container with this id is there; GET /api/containers lists them.');
const tooMany = (): TocsinError =>
  new TocsinError('too_many_requests', 'Too many live views of this engine are open.', { retryAfterSeconds: 10 });
