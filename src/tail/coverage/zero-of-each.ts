// Counts that begin, one for each member of a closed set.

export const zeroOfEach = <Name extends string>(names: readonly Name[]): Record<Name, number> =>
  // Every name has its number, which the compiler cannot follow.
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
