// What a path with `{one,other}` in it stands for.

/** As many may be looked for; braces within braces and beside each other multiply. */
export const MOST_ALTERNATIVES = 100;
export const LONGEST_PATTERN = 1_000;

const INNERMOST = /^(?<before>.*?)\{(?<inner>[^{}]*)\}(?<behind>.*)$/s;

/** Undefined when they are more than may be. */
export function pathAlternatives(pattern: string): readonly string[] | undefined {
  if (pattern.length > LONGEST_PATTERN) return undefined;
  let all: ReadonlySet<string> = new Set([pattern]);
  while ([...all].some((one) => INNERMOST.test(one))) {
    const more = new Set<string>();
    for (const one of all) {
      for (const alternative of opened(one)) more.add(alternative);
      // What is too many is not even made.
      if (more.size > MOST_ALTERNATIVES) return undefined;
    }
    all = more;
  }
  return [...all];
}

/** The alternatives of the innermost braces that come first. */
function opened(pattern: string): readonly string[] {
  const { before = '', inner = '', behind = '' } = INNERMOST.exec(pattern)?.groups ?? {};
  return INNERMOST.test(pattern) ? inner.split(',').map((one) => `${before}${one}${behind}`) : [pattern];
}
