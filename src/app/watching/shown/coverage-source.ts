// Answers what the API asks about containers: what this instance watches from memory, all else from what is saved.
import type { Clock } from '../../../core/clock.ts';
import { originId } from '../../../core/lines/naming/origin-id.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { CoverageSource } from '../../../http/resources/watching/containers.ts';
import { originKey } from '../../../sources/docker/watch/containers/origin-of.ts';
import type { KnownOrigins } from '../../../store/watching/known-origins.ts';
import type { WatchedEngine } from '../watched-engine.ts';
import { type EngineStands, shownContainer, shownSaved } from './container-views.ts';
import { workloadsOf } from './workload-views.ts';

type Watched = Pick<WatchedEngine<never>, 'engine' | 'coverage' | 'isOurs'>;

export interface CoverageParts {
  readonly engines: readonly Watched[];
  readonly known: Pick<KnownOrigins, 'present' | 'goneSince' | 'find' | 'workloadsGoneBefore'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A container is listed for so long after it went; by its id, and as part of its workload, it is known for longer. */
const GONE_LISTED_MS = 3_600_000;
/** Of one engine; a job that runs each second leaves more behind than anybody looks through. */
const MOST_GONE_LISTED = 500;
const MOST_GONE_COUNTED = 5_000;

/** A shorter beginning of an id says too little. */
const BEGINNING_OF_ID = /^[0-9a-f]{12,}$/;

export function createCoverageSource({ engines, known, clock }: CoverageParts): CoverageSource {
  async function containersSince(since: number, limit: number): Promise<readonly ContainerView[]> {
    const all = await Promise.all(engines.map((watched) => containersOf(watched, known, { since, limit })));
    return all.flat();
  }
  return {
    async containersThere() {
      const all = await Promise.all(engines.map((watched) => containersOf(watched, known)));
      return all.flat().filter(({ state }) => state !== 'gone');
    },
    containers: () => containersSince(clock.now() - GONE_LISTED_MS, MOST_GONE_LISTED),
    async container(id) {
      const inMemory = engines.map((watched) => watchedContainer(watched, id)).find((one) => one !== undefined);
      if (inMemory) return inMemory;
      const saved = await known.find(originKey(id));
      const watched = engines.find(({ engine }) => engine.source.key === saved?.origin.source);
      const isMeant = (saved && originId(saved.origin)) === id || BEGINNING_OF_ID.test(id);
      return saved && watched && isMeant ? shownSaved(saved, standsOf(watched)) : undefined;
    },
    async workloads() {
      const goneSince = clock.now() - GONE_LISTED_MS;
      const sources = engines.map(({ engine }) => engine.source.key);
      const [containers, gone] = await Promise.all([
        containersSince(goneSince, MOST_GONE_COUNTED),
        known.workloadsGoneBefore(sources, goneSince),
      ]);
      return workloadsOf(containers, gone);
    },
  };
}

/** Every container of an engine that is there, or also went lately, each once: what is in memory is newer than what is saved. */
async function containersOf(
  watched: Watched,
  known: CoverageParts['known'],
  gone?: { readonly since: number; readonly limit: number },
): Promise<ContainerView[]> {
  const { key } = watched.engine.source;
  const stands = standsOf(watched);
  const inMemory = watched.isOurs ? watched.coverage.views() : [];
  const there = new Set(inMemory.map(({ origin }) => origin.key));
  const isListed = watched.isOurs && hasListed(watched);
  const saved = await Promise.all([isListed ? [] : known.present(key), gone ? known.goneSince(key, gone) : []]);
  return [
    ...inMemory.map((view) => shownContainer(view, stands)),
    ...saved
      .flat()
      .filter(({ origin }) => !there.has(origin.key))
      .map((one) => shownSaved(one, stands)),
  ];
}

/** One that this instance has found, by its id or by a beginning of it that no other of them has. */
function watchedContainer(watched: Watched, id: string): ContainerView | undefined {
  if (!watched.isOurs) return undefined;
  const { coverage } = watched;
  const exact = coverage.view(originKey(id));
  if (exact) return shownContainer(exact, standsOf(watched));
  if (!BEGINNING_OF_ID.test(id)) return undefined;
  const [one, other] = coverage.views().filter(({ origin }) => originId(origin).startsWith(id));
  return one && other === undefined ? shownContainer(one, standsOf(watched)) : undefined;
}

/** Every container that is there is in memory. */
function hasListed({ engine }: Watched): boolean {
  const { listedAt, outOfReachMs } = engine.source.status();
  return listedAt !== undefined && outOfReachMs === undefined;
}

function standsOf({ engine, isOurs }: Watched): EngineStands {
  const { state, lastFault, outOfReachMs } = engine.source.status();
  const isAway = isOurs && outOfReachMs !== undefined && state === 'down';
  const words = lastFault?.fault.words ?? 'It has not answered yet.';
  return { isOurs, outOfReach: isAway ? `The engine ${engine.name} is out of reach. ${words}` : undefined };
}
