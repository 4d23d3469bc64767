// Containers and workloads as answers tell them: with names that can be shown anywhere. Their ids are those of the names as they were given.
import { shownName } from '../../../core/text/shown-name.ts';
import type { ContainerView, WorkloadView } from './container-shapes.ts';

export const containerShown = (container: ContainerView): ContainerView => ({
  ...container,
  name: shownName(container.name),
  image: container.image === '' ? '' : shownName(container.image),
  workload: { ...container.workload, name: shownName(container.workload.name) },
});

export const workloadShown = <Workload extends Pick<WorkloadView, 'name' | 'containers'>>(
  workload: Workload,
): Workload => ({
  ...workload,
  name: shownName(workload.name),
  containers: workload.containers.map((one) => ({ ...one, name: shownName(one.name) })),
});
