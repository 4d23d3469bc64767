// What the groups of a pattern hold in a line that is known to match.
import { compileForCaptures } from '../program/program.ts';
import type { Pattern } from '../syntax/pattern.ts';
import { decodeLine } from '../text/utf8.ts';
import { CaptureSearch } from './capture-search.ts';

/** Where a pattern matched in a line's text, and what its groups hold. */
export interface LineMatch {
  /** Indexes into the text of the line, as `decodeLine` gives it and JavaScript counts it; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** By the group's name, or `$1`, `$2`, … for one without; a group that took no part is an empty string. */
  readonly captures: Readonly<Record<string, string>>;
}

/** `given-up`: the line, being very long, would have taken too many steps, so nothing is said of it. */
export type CapturesResult = LineMatch | 'none' | 'given-up';

/** Some tenths of a second. A pattern of a hundred parts may read lines of a hundred kilobytes and more, the usual one lines of megabytes. */
const MOST_STEPS = 1 << 23;

/**
 * Reads the captures of one pattern from lines that are known to match; microseconds each, so it is made for admitted
 * hits, not for the search. No line takes it more than some tenths of a second.
 */
export class CaptureReader {
  readonly #search: CaptureSearch;
  readonly #keys: readonly string[];
  readonly #mostSteps: number;

  constructor(pattern: Pattern, { mostSteps = MOST_STEPS }: { readonly mostSteps?: number } = {}) {
    this.#search = new CaptureSearch(compileForCaptures(pattern), pattern.groups.length);
    this.#keys = pattern.groups.map((name, index) => name ?? `$${index + 1}`);
    this.#mostSteps = mostSteps;
  }

  /** The first match of the line, as Go and Perl choose it. The line comes without its `\n` and the `\r` before it. */
  read(line: Uint8Array): CapturesResult {
    const found = this.#search.find({ bytes: line, from: 0, end: line.length }, this.#mostSteps);
    if (typeof found === 'string') return found;
    const [from = 0, end = 0] = found;
    const start = decodeLine(line.subarray(0, from)).length;
    const captures = this.#keys.map((key, index) => [key, textOf(line, found, 2 + 2 * index)] as const);
    const length = decodeLine(line.subarray(from, end)).length;
    return { start, end: start + length, captures: Object.fromEntries(captures) };
  }
}

function textOf(line: Uint8Array, places: Int32Array, slot: number): string {
  const [from = -1, end = -1] = [places[slot], places[slot + 1]];
  return from < 0 || end < 0 ? '' : decodeLine(line.subarray(from, end));
}
