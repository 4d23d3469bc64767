// Which containers a stream of several follows: those that were named, and those that a workload has.
import type { ContainerView } from '../../../../http/resources/watching/container-shapes.ts';
import type { CoverageSource } from '../../../../http/resources/watching/containers.ts';
import type { LiveChoice } from '../../../../http/resources/watching/live-logs.ts';

export type ChoiceSource = Pick<CoverageSource, 'container' | 'containersThere' | 'workloads'>;

export interface Chosen {
  /** Those that are there, each once: those that were named, and then those of the workloads, the newest first, and what has ended behind what runs. */
  readonly containers: readonly ContainerView[];
  /** What was named and is not there. */
  readonly missing: readonly string[];
}

export async function chosenContainers({ containers, workloads }: LiveChoice, coverage: ChoiceSource): Promise<Chosen> {
  const named = await Promise.all(containers.map(async (id) => ({ id, found: await coverage.container(id) })));
  const there = workloads.length === 0 ? [] : await coverage.containersThere();
  const ofWorkloads = there
    .filter(({ workload }) => workloads.includes(workload.id))
    .toSorted((a, b) => Number(hasEnded(a)) - Number(hasEnded(b)) || (a.found_at < b.found_at ? 1 : -1));
  const isThere = (one: ContainerView | undefined): one is ContainerView => one !== undefined && one.state !== 'gone';
  const all = [...named.map(({ found }) => found), ...ofWorkloads].filter(isThere);
  return {
    containers: [...new Map(all.map((one) => [one.id, one])).values()],
    missing: named.filter(({ found }) => !isThere(found)).map(({ id }) => id),
  };
}

/** Whether any of the workloads is known, although none of its containers may be there. */
export async function knowsAny(workloads: readonly string[], coverage: ChoiceSource): Promise<boolean> {
  return workloads.length > 0 && (await coverage.workloads()).some(({ id }) => workloads.includes(id));
}

const hasEnded = ({ state }: ContainerView): boolean => state === 'idle';
