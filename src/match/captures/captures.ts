// What the groups of a pattern hold in a line that is known to match.
import { RE2JS } from 're2js';
import type { Pattern } from '../syntax/pattern.ts';
import { canonicalPattern } from './canonical-pattern.ts';

/** Where a pattern matched in a line's text, and what its groups hold. */
export interface LineMatch {
  /** Indexes into the text as JavaScript counts it; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** By the group's name, or `$1`, `$2`, … for one without; a group that took no part is an empty string. */
  readonly captures: Readonly<Record<string, string>>;
}

/**
 * Reads the captures of one pattern from lines that are known to match; microseconds each, so it is made for admitted
 * hits, not for the search. The text must come from `decodeLine`, so that invalid bytes count as they did in the search.
 */
export class CaptureReader {
  readonly #regexp: RE2JS;
  readonly #keys: readonly string[];

  constructor({ root, groups }: Pattern) {
    this.#regexp = RE2JS.compile(canonicalPattern(root));
    this.#keys = groups.map((name, index) => name ?? `$${index + 1}`);
  }

  /** The first match of the text, as Go and Perl choose it, or undefined when there is none. */
  read(text: string): LineMatch | undefined {
    const matcher = this.#regexp.matcher(text);
    if (!matcher.find()) return undefined;
    const captures = this.#keys.map((key, index) => [key, matcher.group(index + 1) ?? ''] as const);
    return { start: matcher.start(), end: matcher.end(), captures: Object.fromEntries(captures) };
  }
}
