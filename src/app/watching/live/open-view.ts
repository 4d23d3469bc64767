// Opens views of containers at their engines and of files, so many of each engine and machine and no more.
import { TocsinError } from '../../../core/errors.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { CoverageSource } from '../../../http/resources/watching/containers.ts';
import type { EngineTraits } from '../../../sources/docker/engine/engine-client.ts';
import { createLineReader } from '../../../sources/docker/lines/create-line-reader.ts';
import { StampReader } from '../../../sources/docker/lines/stamps/stamp-reader.ts';
import { followLive } from '../../../sources/docker/live/live-view.ts';
import { mannerOf } from '../../../sources/docker/reader/reading-manner.ts';
import { traitsOf } from '../engine-traits.ts';
import { joiningOfView } from '../joining/line-start.ts';
import type { WatchedEngine } from '../watched-engine.ts';
import { createFileViewOpener, type FileViewParts } from './file-views.ts';
import { liveEvents } from './live-events.ts';
import type { Showing, ViewOpener } from './view-contract.ts';
import { ViewPlaces } from './view-places.ts';

/** Each is a connection to the engine, or reads a file. */
const MOST_VIEWS = 100;

type Watched = Pick<WatchedEngine<never>, 'engine' | 'isOurs'>;

export interface ViewParts extends FileViewParts {
  readonly engines: readonly Watched[];
  readonly coverage: Pick<CoverageSource, 'container'>;
  readonly random: () => number;
  readonly mostViews?: number;
}

export function createViewOpener(parts: ViewParts): ViewOpener {
  const { engines, coverage, mostViews = MOST_VIEWS } = parts;
  const places = new ViewPlaces(mostViews);
  const openFile = createFileViewOpener(parts, places);
  return async (givenId, over) => {
    const container = readable(await coverage.container(givenId));
    if (container.workload.kind === 'file') return openFile(container);
    const watched = engines.find(({ engine }) => engine.name === container.host);
    if (watched === undefined) throw noContainer();
    const { name } = watched.engine;
    places.expect(name);
    const traits = await traitsOf(watched, parts.clock, over);
    const viewed = { ...parts, watched, traits, container };
    return { show: (showing) => places.use(name, () => follow(viewed, showing)) };
  };
}

interface Viewed extends ViewParts {
  readonly watched: Watched;
  readonly traits: EngineTraits;
  readonly container: ContainerView;
}

function follow({ watched, traits, container, clock, random, rulesOf }: Viewed, showing: Showing): Promise<void> {
  const { id: containerId } = container;
  const { tail, after, query, outlet, signal } = showing;
  const stamps = new StampReader();
  const { kind } = traits;
  return followLive({
    client: watched.engine.client,
    ...{ clock, random, containerId, tail, after, signal },
    manner: mannerOf(traits),
    openLines: (firstByte, taker) => createLineReader({ firstByte, kind, taker, stamps }),
    sink: liveEvents(outlet, {
      query,
      rulesOf: (line) => rulesOf(containerId, line),
      joining: joiningOfView(container),
    }),
  });
}

function readable(container: ContainerView | undefined): ContainerView {
  if (container === undefined || container.state === 'gone') throw noContainer();
  if (container.state !== 'unreadable') return container;
  throw new TocsinError('refused', `Nobody can read it: ${container.note ?? 'its logging driver keeps nothing'}`);
}

const noContainer = (): TocsinError =>
  new TocsinError('not_found', 'No container with this id is there; GET /api/containers lists them.');
