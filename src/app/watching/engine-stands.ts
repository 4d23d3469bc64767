// How an engine stands, for whoever shows its containers.
import type { EngineStatus } from '../../sources/docker/watch/engine-status.ts';

/** Every container that is there is in memory. */
export const hasListed = ({ listedAt, outOfReachMs }: Pick<EngineStatus, 'listedAt' | 'outOfReachMs'>): boolean =>
  listedAt !== undefined && outOfReachMs === undefined;

/** Undefined while it is in reach, or being asked. */
export function outOfReach(
  name: string,
  { state, lastFault, outOfReachMs }: Pick<EngineStatus, 'state' | 'lastFault' | 'outOfReachMs'>,
): string | undefined {
  if (outOfReachMs === undefined || state !== 'down') return undefined;
  return `The engine ${name} is out of reach. ${lastFault?.fault.words ?? 'It has not answered yet.'}`;
}
