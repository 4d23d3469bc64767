// A pattern of paths: `*` and `?` within a name, `**` for any folders, `[ab]` and `{one,other}`.

/** A name, what names have to look like, or any folders. */
export type PatternPart = string | RegExp | '**';

const MAGIC = /[*?[]/;
const MOST_ALTERNATIVES = 100;

/** Each alternative, in its parts from the root on. */
export function patternParts(pattern: string): readonly (readonly PatternPart[])[] {
  return alternativesOf(pattern).map((one) =>
    one
      .split('/')
      .filter((part) => part !== '')
      .map(partOf),
  );
}

/** Undefined when it can be a pattern, else why it cannot, as the end of a sentence. */
export function patternFault(pattern: string): string | undefined {
  if (!pattern.startsWith('/')) return 'begin with /';
  if (pattern.length > 1000 || alternativesOf(pattern).length > MOST_ALTERNATIVES) return 'be shorter';
  return pattern.endsWith('/') ? 'end with the name of a file' : undefined;
}

function alternativesOf(pattern: string): readonly string[] {
  const {
    before = '',
    inner = '',
    behind = '',
  } = /^(?<before>[^{]*)\{(?<inner>[^{}]*)\}(?<behind>.*)$/s.exec(pattern)?.groups ?? { before: pattern };
  if (before === pattern) return [pattern];
  return inner
    .split(',')
    .flatMap((one) => alternativesOf(`${before}${one}${behind}`))
    .slice(0, MOST_ALTERNATIVES + 1);
}

function partOf(part: string): PatternPart {
  if (part === '**' || !MAGIC.test(part)) return part;
  const source = part.replaceAll(/\[(!?)([^\]]+)\]|\*+|\?|[^*?[]+|\[/g, (found, not: string, set: string) => {
    if (set !== undefined) return `[${not ? '^' : ''}${set.replaceAll(/[\\\]^]/g, String.raw`\$&`)}]`;
    if (found.startsWith('*')) return '[^/]*';
    return found === '?' ? '[^/]' : found.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  });
  return new RegExp(`^${source}$`, 's');
}

/** Whether the pattern leads to this path, when a file is there. */
export function fitsPattern(pattern: string, at: string): boolean {
  const names = at.split('/').filter((name) => name !== '');
  return patternParts(pattern).some((parts) => fits(parts, names));
}

function fits([part, ...rest]: readonly PatternPart[], names: readonly string[]): boolean {
  const [name, ...deeper] = names;
  if (part === '**') return fits(rest, names) || (name !== undefined && fits([part, ...rest], deeper));
  if (part === undefined || name === undefined) return part === undefined && name === undefined;
  return (typeof part === 'string' ? part === name : part.test(name)) && fits(rest, deeper);
}
