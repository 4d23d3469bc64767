// What the metadata of every event that comes from an origin say of it.
import type { Origin } from '../lines/origin.ts';
import { workloadId } from '../lines/workload-id.ts';
import { shownName } from '../text/shown-name.ts';

export function originFacts(origin: Origin) {
  return {
    workload_id: workloadId(origin),
    workload_name: shownName(origin.workload.name),
    ...ownFacts(origin),
    host: origin.host,
  };
}

const ownFacts = (origin: Origin): Readonly<Record<string, string>> =>
  origin.path === undefined
    ? { container_id: origin.containerId, container_name: shownName(origin.containerName) }
    : { path: shownName(origin.path) };
