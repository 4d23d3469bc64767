// What the metadata of every event that comes from an origin say of it.
import type { Origin } from '../lines/origin.ts';
import { workloadId } from '../lines/workload-id.ts';

export function originFacts(origin: Origin) {
  return {
    workload_id: workloadId(origin),
    workload_name: origin.workload.name,
    ...ownFacts(origin),
    host: origin.host,
  };
}

const ownFacts = (origin: Origin): Readonly<Record<string, string>> =>
  origin.path === undefined
    ? { container_id: origin.containerId, container_name: origin.containerName }
    : { path: origin.path };
