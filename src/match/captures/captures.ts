// What the groups of a pattern hold in a line that is known to match.
import { compileForCaptures } from '../program/program.ts';
import type { Pattern } from '../syntax/pattern.ts';
import { decodedLength, decodeLine } from '../text/utf8.ts';
import { CaptureSearch, type Places } from './capture-search.ts';

/** Bytes of a line, the end exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Where a pattern matched, in bytes of the line, and each of its groups that took part. */
export interface MatchPlaces extends Place {
  readonly groups: readonly (readonly [key: string, place: Place | undefined])[];
}

/** Where a pattern matched in a line's text, and what its groups hold. */
export interface LineMatch {
  /** Indexes into the text of the line, as `decodeLine` gives it and JavaScript counts it; `end` is exclusive. */
  readonly start: number;
  readonly end: number;
  /** By the group's name, or `$1`, `$2`, … for one without; a group that took no part is an empty string. */
  readonly captures: Readonly<Record<string, string>>;
}

/** Why there is nothing to say: there is no match, or, the line being very long, finding its groups would have taken too many steps. */
export type NoMatch = 'none' | 'given-up';

/** Some tenths of a second. A pattern of a hundred parts may read lines of a hundred kilobytes and more, the usual one lines of megabytes. */
const MOST_STEPS = 1 << 23;

/**
 * Reads the captures of one pattern from lines that are known to match; microseconds each, so it is made for admitted
 * hits, not for the search. No line takes it more than some tenths of a second. Lines come without their `\n` and the `\r`
 * before it; the match is the first one, as Go and Perl choose it.
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

  read(line: Uint8Array): LineMatch | NoMatch {
    const found = this.find(line);
    if (typeof found === 'string') return found;
    const start = decodedLength(line.subarray(0, found.start));
    const end = start + decodedLength(line.subarray(found.start, found.end));
    const captures = found.groups.map(([key, place]) => [key, place ? textAt(line, place) : ''] as const);
    return { start, end, captures: Object.fromEntries(captures) };
  }

  /** Makes no text, which for a line of many megabytes and many groups would be too much at once. */
  find(line: Uint8Array): MatchPlaces | NoMatch {
    const found = this.#search.find({ bytes: line, from: 0, end: line.length }, this.#mostSteps);
    if (typeof found === 'string') return found;
    const [start = 0, end = 0] = found;
    return { start, end, groups: this.#keys.map((key, index) => [key, placeOf(found, 2 + 2 * index)] as const) };
  }
}

function placeOf(places: Places, slot: number): Place | undefined {
  const [start = -1, end = -1] = [places[slot], places[slot + 1]];
  return start < 0 || end < 0 ? undefined : { start, end };
}

const textAt = (line: Uint8Array, { start, end }: Place): string => decodeLine(line.subarray(start, end));
