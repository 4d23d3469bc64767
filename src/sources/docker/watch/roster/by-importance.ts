// Which containers are looked at where there are more than can be: those that run come first.
import type { ContainerSeen } from '../containers/container-facts.ts';

/** Twice as many as can be read at once. Of more, nobody could say how they are. */
export const MOST_CONTAINERS = 10_000;

/** Those that are looked at, and those beyond. */
export function byImportance(
  seen: readonly ContainerSeen[],
): readonly [readonly ContainerSeen[], readonly ContainerSeen[]] {
  if (seen.length <= MOST_CONTAINERS) return [seen, []];
  const isOver = ({ life }: ContainerSeen): boolean => life === 'ended';
  const all = [...seen.filter((one) => !isOver(one)), ...seen.filter(isOver)];
  return [all.slice(0, MOST_CONTAINERS), all.slice(MOST_CONTAINERS)];
}
