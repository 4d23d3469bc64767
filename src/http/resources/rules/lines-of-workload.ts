// How the lines of a workload are joined, for whoever tries lines as if they were some of it.
import type { Joining } from '../../../core/joining/joining.ts';
import type { ContainerView } from '../watching/container-shapes.ts';
import type { CoverageSource } from '../watching/containers.ts';

export interface WorkloadLines {
  readonly coverage: Pick<CoverageSource, 'containers'>;
  /** Undefined where its lines stay apart. */
  readonly joiningOf: (container: Pick<ContainerView, 'joins_lines' | 'join_start'>) => Joining | undefined;
}

/** Of those that are there the one that was found last. */
export async function newestOf(
  { coverage }: Pick<WorkloadLines, 'coverage'>,
  workloadId: string,
): Promise<ContainerView | undefined> {
  const all = await coverage.containers();
  return all.findLast(({ workload, state }) => workload.id === workloadId && state !== 'gone');
}
