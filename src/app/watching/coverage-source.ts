// Answers what the API asks about the watching: of engines that this instance watches from memory, of others what was saved.
import type { SavedOrigin } from '../../core/lines/standing.ts';
import type { ContainerView } from '../../http/resources/watching/container-shapes.ts';
import type { CoverageSource } from '../../http/resources/watching/containers.ts';
import { shownContainer, shownSaved, workloadsOf } from './container-views.ts';
import type { WatchedEngine } from './watched-engine.ts';

export interface CoverageParts {
  readonly engines: readonly Pick<WatchedEngine<never>, 'engine' | 'coverage' | 'isOurs'>[];
  /** What is saved of the containers of a source. */
  readonly saved: (source: string) => Promise<readonly SavedOrigin[]>;
}

/** A shorter beginning of an id says too little. */
const SHORTEST_ID = 12;

export function createCoverageSource({ engines, saved }: CoverageParts): CoverageSource {
  async function containers(): Promise<readonly ContainerView[]> {
    const all = await Promise.all(
      engines.map(async ({ engine, coverage, isOurs }) =>
        isOurs ? coverage.views().map(shownContainer) : (await saved(engine.source.key)).map(shownSaved),
      ),
    );
    return all.flat();
  }
  return {
    containers,
    async container(id) {
      const all = await containers();
      const exact = all.find((one) => one.id === id);
      if (exact || id.length < SHORTEST_ID) return exact;
      const [first, second] = all.filter((one) => one.id.startsWith(id));
      return second === undefined ? first : undefined;
    },
    workloads: async () => workloadsOf(await containers()),
  };
}
