// What a container is called as an origin of lines.
import type { ContainerOrigin } from '../../../../core/lines/origin.ts';
import type { ContainerFacts } from './container-facts.ts';
import { haveSameLabels, shortId, workloadOf } from './workload-of.ts';

/** Survives a rename, and another name or address of the engine. */
export const originKey = (containerId: string): string => `docker/${containerId}`;

export const sourceKey = (host: string): string => `docker:${host}`;

/** What nobody knows is empty, and a name that nobody knows is the beginning of the id. */
export function originOf(
  { id, name = shortId(id), image = '', labels = {} }: ContainerFacts,
  host: string,
): ContainerOrigin {
  const workload = workloadOf(name, labels);
  return {
    key: originKey(id),
    source: sourceKey(host),
    host,
    containerId: id,
    containerName: name,
    image,
    labels,
    workload,
  };
}

/** Whether two descriptions of one container say the same. */
export const isSameOrigin = (a: ContainerOrigin, b: ContainerOrigin): boolean =>
  a.containerName === b.containerName && a.image === b.image && haveSameLabels(a.labels, b.labels);
