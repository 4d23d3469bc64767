// In the logs of which containers lines that belong together are joined to one, and by what their beginning is known.
import type { ContainerPattern } from '../../../../config/container-pattern.ts';
import type { JoinTerms } from '../../../../core/joining/joining.ts';
import type { ContainerOrigin } from '../../../../core/lines/origin.ts';
import { fitsPattern } from './container-filter.ts';
import { saysNo, saysYes } from './label-words.ts';

/** Set on a container, it says so for that one, whatever else is said. */
const LABEL = 'tocsin.join';
/** The pattern of a first line; it says `tocsin.join=true` as well. */
export const START_LABEL = 'tocsin.join.start';

export interface JoinedContainersOptions {
  readonly patterns: readonly ContainerPattern[];
  /** Of those whose label names none. */
  readonly start: string | undefined;
  /** What is none in a label counts as if it were not there. */
  readonly isStart: (text: string) => boolean;
}

/** Undefined where the lines of a container stay apart. */
export type JoinTermsOf = (container: ContainerOrigin) => JoinTerms | undefined;

export function joinedContainers({ patterns, start, isStart }: JoinedContainersOptions): JoinTermsOf {
  const named = patterns.map(fitsPattern);
  return ({ containerId: id, containerName: name, image, labels }) => {
    if (saysNo(labels[LABEL])) return undefined;
    const own = labels[START_LABEL];
    if (own !== undefined && isStart(own)) return { start: own };
    const isJoined = saysYes(labels[LABEL]) || named.some((fits) => fits({ id, name, image, labels }));
    return isJoined ? { start } : undefined;
  };
}
