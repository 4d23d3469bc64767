// The workloads of containers: of those that are shown one by one, and of those that went long ago and are only counted.
import { workloadId } from '../../../core/lines/workload-id.ts';
import type { ContainerView, WorkloadView } from '../../../http/resources/watching/container-shapes.ts';
import type { GoneWorkload } from '../../../store/watching/known-origins.ts';
import { iso } from './container-views.ts';

/** A job that runs each minute has more than anybody wants to see at once. */
const MOST_CONTAINERS = 100;

/** No container may be in both. */
export function workloadsOf(containers: readonly ContainerView[], gone: readonly GoneWorkload[]): WorkloadView[] {
  const found = new Map(gone.map((one) => [workloadId(one.origin), ofGone(one)]));
  for (const [id, ofWorkload] of Map.groupBy(containers, ({ workload }) => workload.id))
    found.set(id, withContainers(found.get(id), ofWorkload));
  return [...found.values()];
}

const ofGone = ({ origin, firstFoundAt, lines, gapsTotal }: GoneWorkload): WorkloadView => ({
  id: workloadId(origin),
  ...origin.workload,
  host: origin.host,
  first_found_at: iso(firstFoundAt),
  containers: [],
  containers_total: 0,
  lines,
  gaps_total: gapsTotal,
});

function withContainers(before: WorkloadView | undefined, containers: readonly ContainerView[]): WorkloadView {
  const newestFirst = containers.toSorted((a, b) => (a.found_at < b.found_at ? 1 : -1));
  const [newest, oldest] = [newestFirst[0], newestFirst.at(-1)];
  if (newest === undefined || oldest === undefined) throw new Error('a workload is made of containers');
  const first = before?.first_found_at ?? oldest.found_at;
  return {
    ...newest.workload,
    host: newest.host,
    first_found_at: first < oldest.found_at ? first : oldest.found_at,
    containers: newestFirst.slice(0, MOST_CONTAINERS).map(({ id, name, state }) => ({ id, name, state })),
    containers_total: containers.length,
    lines: sum(containers, ({ lines }) => lines) + (before?.lines ?? 0),
    gaps_total: sum(containers, ({ gaps_total }) => gaps_total) + (before?.gaps_total ?? 0),
  };
}

const sum = (containers: readonly ContainerView[], of: (one: ContainerView) => number): number =>
  containers.reduce((so, one) => so + of(one), 0);
