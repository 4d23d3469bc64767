// In the logs of which containers lines that belong together are joined to one.
import type { ContainerPattern } from '../../../../config/container-pattern.ts';
import type { ContainerOrigin } from '../../../../core/lines/origin.ts';
import { fitsPattern } from './container-filter.ts';
import { saysNo, saysYes } from './label-words.ts';

/** Set on a container, it says so for that one, whatever else is said. */
const LABEL = 'tocsin.join';

export type JoinsLines = (container: ContainerOrigin) => boolean;

export function joinedContainers(patterns: readonly ContainerPattern[]): JoinsLines {
  const named = patterns.map(fitsPattern);
  return ({ containerId: id, containerName: name, image, labels }) => {
    if (saysNo(labels[LABEL])) return false;
    return saysYes(labels[LABEL]) || named.some((fits) => fits({ id, name, image, labels }));
  };
}
