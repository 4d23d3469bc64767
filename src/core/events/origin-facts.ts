// What the metadata of every event that comes from a container say of it.
import type { Origin } from '../lines/origin.ts';
import { workloadId } from '../lines/workload-id.ts';

export function originFacts(origin: Origin) {
  return {
    workload_id: workloadId(origin),
    workload_name: origin.workload.name,
    container_id: origin.containerId,
    container_name: origin.containerName,
    host: origin.host,
  };
}
