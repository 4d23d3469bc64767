// A pattern of paths: `*` and `?` within a name, `**` for any folders, `[ab]` and `{one,other}`.

import { pathAlternatives } from '../../../core/files/path-alternatives.ts';

/** A name, what names have to look like, or any folders. */
export type PatternPart = string | RegExp | '**';

const MAGIC = /[*?[]/;
const ANY_NAME = /^[^/]*$/s;

/** Each alternative, in its parts from the root on. Of one that stands for more than may be there is none. */
export function patternParts(pattern: string): readonly (readonly PatternPart[])[] {
  return (pathAlternatives(pattern) ?? []).map((one) =>
    withNames(
      one
        .split('/')
        .filter((part) => part !== '')
        .map(partOf),
    ),
  );
}

/** What ends with any folders means all that is in them. */
const withNames = (parts: readonly PatternPart[]): readonly PatternPart[] =>
  parts.at(-1) === '**' ? [...parts, ANY_NAME] : parts;

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
