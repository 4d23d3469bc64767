/** The known name that somebody most likely meant, or undefined when none is near. */
export function suggest(given: string, known: readonly string[]): string | undefined {
  const wanted = given.slice(0, LONGEST).toLowerCase();
  const near = known
    .map((name) => ({ name, distance: distance(wanted, name.toLowerCase()) }))
    .filter((near) => near.distance <= Math.max(2, Math.floor(near.name.length / 4)) || begins(near.name, wanted))
    .sort((a, b) => a.distance - b.distance);
  return near[0]?.name;
}

const LONGEST = 100;

/** Whoever writes `warn` means `warning`, and the other way round. */
function begins(name: string, wanted: string): boolean {
  const [shorter = '', longer = ''] = [name.toLowerCase(), wanted].sort((a, b) => a.length - b.length);
  return shorter.length >= 3 && longer.startsWith(shorter);
}

/** How many letters must be put in, taken out, changed, or swapped with their neighbour. */
function distance(from: string, to: string): number {
  let [beforeLast, last] = [[] as number[], Array.from({ length: to.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const cell = (line: readonly number[], at: number): number => line[at] ?? Number.POSITIVE_INFINITY;
      const changed = from[row - 1] === to[column - 1] ? 0 : 1;
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current[column] = Math.min(
        cell(last, column) + 1,
        cell(current, column - 1) + 1,
        cell(last, column - 1) + changed,
        swapped ? cell(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? Number.POSITIVE_INFINITY;
}
