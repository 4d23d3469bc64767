// Opens views of containers at their engines, so many of each engine and no more.
import type { Clock } from '../../../core/clock.ts';
import { TocsinError } from '../../../core/errors.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { CoverageSource } from '../../../http/resources/watching/containers.ts';
import type { LiveView } from '../../../http/resources/watching/live-logs.ts';
import type { EngineTraits } from '../../../sources/docker/engine/engine-client.ts';
import { createLineReader } from '../../../sources/docker/lines/create-line-reader.ts';
import { StampReader } from '../../../sources/docker/lines/stamps/stamp-reader.ts';
import { followLive } from '../../../sources/docker/live/live-view.ts';
import { mannerOf } from '../../../sources/docker/reader/reading-manner.ts';
import { traitsOf } from '../engine-traits.ts';
import type { WatchedEngine } from '../watched-engine.ts';
import { type LineMarker, liveEvents } from './live-events.ts';
import type { LiveOutlet } from './live-outlet.ts';

/** Each is a connection to the engine. */
const MOST_VIEWS_OF_AN_ENGINE = 100;

type Watched = Pick<WatchedEngine<never>, 'engine' | 'isOurs'>;

export interface ViewParts {
  readonly engines: readonly Watched[];
  readonly coverage: Pick<CoverageSource, 'container'>;
  readonly clock: Clock;
  readonly rulesOf: LineMarker;
  readonly random: () => number;
  readonly mostViews?: number;
}

export interface Showing extends LiveView {
  readonly outlet: LiveOutlet;
  /** Aborts when nobody looks any more. */
  readonly signal: AbortSignal;
}

export interface OpenView {
  /** Resolves when the container is gone or nobody looks any more; with `full` at once where others took the last place meanwhile. */
  show(showing: Showing): Promise<'over' | 'full'>;
}

/**
 * Refuses with a `TocsinError` what cannot be shown.
 * @param over aborts when nobody waits for it any more
 */
export type ViewOpener = (containerId: string, over: AbortSignal) => Promise<OpenView>;

export function createViewOpener(parts: ViewParts): ViewOpener {
  const { engines, coverage, mostViews = MOST_VIEWS_OF_AN_ENGINE } = parts;
  const open = new Map<string, number>();
  const isFull = (name: string): boolean => (open.get(name) ?? 0) >= mostViews;
  const count = (name: string, change: 1 | -1): void => void open.set(name, (open.get(name) ?? 0) + change);
  return async (givenId, over) => {
    const container = readable(await coverage.container(givenId));
    const watched = engines.find(({ engine }) => engine.name === container.host);
    if (watched === undefined) throw noContainer();
    const { name } = watched.engine;
    if (isFull(name)) throw tooMany();
    const traits = await traitsOf(watched, parts.clock, over);
    return {
      async show(showing) {
        if (isFull(name)) return 'full';
        count(name, 1);
        await follow({ ...parts, watched, traits, containerId: container.id }, showing).finally(() => count(name, -1));
        return 'over';
      },
    };
  };
}

interface Viewed extends ViewParts {
  readonly watched: Watched;
  readonly traits: EngineTraits;
  readonly containerId: string;
}

function follow({ watched, traits, containerId, clock, random, rulesOf }: Viewed, showing: Showing): Promise<void> {
  const { tail, after, query, outlet, signal } = showing;
  const stamps = new StampReader();
  const { kind } = traits;
  return followLive({
    client: watched.engine.client,
    ...{ clock, random, containerId, tail, after, signal },
    manner: mannerOf(traits),
    openLines: (firstByte, taker) => createLineReader({ firstByte, kind, taker, stamps }),
    sink: liveEvents(outlet, { query, rulesOf: (line) => rulesOf(containerId, line) }),
  });
}

function readable(container: ContainerView | undefined): ContainerView {
  if (container === undefined || container.state === 'gone') throw noContainer();
  if (container.workload.kind === 'file') throw new TocsinError('refused', NO_LIVE_FILES);
  if (container.state !== 'unreadable') return container;
  throw new TocsinError(
    'refused',
    `Nobody can read this container: ${container.note ?? 'its logging driver keeps nothing'}`,
  );
}

const NO_LIVE_FILES =
  'The lines of a file are watched, and cannot be looked at here as they come: use tail -F on its machine.';
const noContainer = (): TocsinError =>
  new TocsinError('not_found', 'No container with this id is there; GET /api/containers lists them.');
const tooMany = (): TocsinError =>
  new TocsinError('too_many_requests', 'Too many live views of this engine are open.', { retryAfterSeconds: 10 });
