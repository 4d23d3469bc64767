// Answers what the API asks about containers: what this instance watches from memory, all else from what is saved.
import type { Clock } from '../../../core/clock.ts';
import { originId } from '../../../core/lines/naming/origin-id.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { CoverageSource } from '../../../http/resources/watching/containers.ts';
import { originKey } from '../../../sources/docker/watch/containers/origin-of.ts';
import type { KnownOrigins } from '../../../store/watching/known-origins.ts';
import type { Coverage } from '../../../tail/coverage/coverage.ts';
import type { CoverageView } from '../../../tail/coverage/origin-coverage.ts';
import type { WatchedPlace } from '../watched-place.ts';
import { type EngineStands, shownContainer, shownSaved } from './container-views.ts';
import { workloadsOf } from './workload-views.ts';

type Watched = Pick<WatchedPlace, 'key' | 'coverage' | 'isOurs' | 'hasListed' | 'outOfReach' | 'details' | 'joined'>;

export interface CoverageParts {
  readonly places: readonly Watched[];
  readonly known: Pick<KnownOrigins, 'present' | 'goneSince' | 'find' | 'workloadsGoneBefore'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** A container is listed for so long after it went; by its id, and as part of its workload, it is known for longer. */
const GONE_LISTED_MS = 3_600_000;
/** Of one engine; a job that runs each second leaves more behind than anybody looks through. */
const MOST_GONE_LISTED = 500;
const MOST_GONE_COUNTED = 5_000;

const FILE_ID = /^file-[0-9a-f]{16}$/;
/** A shorter beginning of an id says too little. */
const BEGINNING_OF_ID = /^[0-9a-f]{12,}$/;

export function createCoverageSource({ places, known, clock }: CoverageParts): CoverageSource {
  async function containersSince(since: number, limit: number): Promise<readonly ContainerView[]> {
    const all = await Promise.all(places.map((watched) => containersOf(watched, known, { since, limit })));
    return all.flat();
  }
  return {
    async containersThere() {
      const all = await Promise.all(places.map((watched) => containersOf(watched, known)));
      return all.flat().filter(({ state }) => state !== 'gone');
    },
    containers: () => containersSince(clock.now() - GONE_LISTED_MS, MOST_GONE_LISTED),
    async container(id) {
      const inMemory = places.map((watched) => watchedContainer(watched, id)).find((one) => one !== undefined);
      if (inMemory) return inMemory;
      const isFile = FILE_ID.test(id);
      const saved = await (isFile ? savedFile(places, known, id) : known.find(originKey(id)));
      const watched = places.find(({ key }) => key === saved?.origin.source);
      const isMeant = (saved && originId(saved.origin)) === id || BEGINNING_OF_ID.test(id);
      return saved && watched && isMeant ? shownSaved(saved, standsOf(watched)) : undefined;
    },
    async workloads() {
      const goneSince = clock.now() - GONE_LISTED_MS;
      const sources = places.map(({ key }) => key);
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
  const { key } = watched;
  const stands = standsOf(watched);
  const inMemory = watched.isOurs ? watched.coverage.views() : [];
  const there = new Set(inMemory.map(({ origin }) => origin.key));
  const isListed = watched.isOurs && watched.hasListed;
  const saved = await Promise.all([isListed ? [] : known.present(key), gone ? known.goneSince(key, gone) : []]);
  return [
    ...inMemory.map((view) => shownContainer(view, stands, watched.details(view.origin))),
    ...saved
      .flat()
      .filter(({ origin }) => !there.has(origin.key))
      .map((one) => shownSaved(one, stands)),
  ];
}

/** One that this instance has found. */
function watchedContainer(watched: Watched, id: string): ContainerView | undefined {
  const view = watched.isOurs ? viewOfId(watched.coverage, id) : undefined;
  return view && shownContainer(view, standsOf(watched), watched.details(view.origin));
}

/** By its id or by a beginning of it that no other has; a file by its whole id. */
export function viewOfId(coverage: Pick<Coverage, 'view' | 'views'>, id: string): CoverageView | undefined {
  if (FILE_ID.test(id)) return coverage.views().find(({ origin }) => originId(origin) === id);
  const exact = coverage.view(originKey(id));
  if (exact || !BEGINNING_OF_ID.test(id)) return exact;
  const [one, other] = coverage.views().filter(({ origin }) => originId(origin).startsWith(id));
  return other === undefined ? one : undefined;
}

/** A file is stored by its path, and its id is made of that: all that are known are looked through. */
async function savedFile(places: readonly Watched[], known: CoverageParts['known'], id: string) {
  const gone = { since: 0, limit: MOST_GONE_COUNTED };
  const found = await Promise.all(
    places.flatMap(({ key }) => (key.startsWith('file:') ? [known.present(key), known.goneSince(key, gone)] : [])),
  );
  return found.flat().find(({ origin }) => originId(origin) === id);
}

const standsOf = (watched: Watched): EngineStands => ({
  isOurs: watched.isOurs,
  outOfReach: watched.outOfReach,
  joined: (origin) => watched.joined(origin),
});
