// Pieces of text that a match must contain, as the analysis of a tree puts them together.
import { INNER_NEWLINE } from '../../core/text/inner-newline.ts';
import { NEWLINE } from '../../core/text/line-end.ts';
import type { Ranges } from '../syntax/node.ts';
import { type ByteSet, bytesOfRanges, isNewlineFree, single } from './byte-set.ts';

/** One code point of a class: the byte strings that it may be. An ASCII class is one string of one set. */
export type Unit = readonly (readonly ByteSet[])[];

/** Consecutive code points, and what is known of the byte before the first and behind the last of them. */
export interface Sequence {
  readonly before?: ByteSet | undefined;
  readonly units: readonly Unit[];
  readonly after?: ByteSet | undefined;
}

export const EMPTY: Sequence = { units: [] };

/** Beyond this many a sequence is cut; a window needs eleven bytes, and sixteen are compared. */
export const MAX_UNITS = 32;

/** All of them in a row. What is known of the bytes around a joint is dropped: it holds there, but stands in no sequence. */
export function join(sequences: readonly Sequence[]): Sequence {
  const units: Unit[] = [];
  let before: ByteSet | undefined;
  let after: ByteSet | undefined;
  for (let at = 0; at < sequences.length; at++) {
    const next = sequences[at] ?? EMPTY;
    if (units.length === 0) before ??= next.before;
    after = next.after ?? (next.units.length === 0 ? after : undefined);
    for (let i = 0; i < next.units.length; i++) units.push(next.units[i] ?? []);
  }
  return { before, units, after };
}

export function firstUnits({ before, units, after }: Sequence): Sequence {
  return units.length <= MAX_UNITS ? { before, units, after } : { before, units: units.slice(0, MAX_UNITS) };
}

export function lastUnits({ before, units, after }: Sequence): Sequence {
  return units.length <= MAX_UNITS ? { before, units, after } : { units: units.slice(-MAX_UNITS), after };
}

/** Most characters outside of ASCII that a class may have to be looked for byte by byte. */
const MAX_WIDE = 4;
const REPLACEMENT = 0xfffd;
const encoder = new TextEncoder();

/**
 * The class as bytes, or undefined when it holds too many characters outside of ASCII, or U+FFFD, which stands for any
 * invalid byte. A `\n` within a line is written as another byte.
 */
export function unitOf(ranges: Ranges): Unit | undefined {
  if (!units.has(ranges)) units.set(ranges, makeUnit(ranges));
  return units.get(ranges);
}

/** Letters under (?i), named classes and the copies of a repetition share their ranges. */
const units = new WeakMap<Ranges, Unit | undefined>();

function makeUnit(ranges: Ranges): Unit | undefined {
  const wide: number[] = [];
  for (let i = 0; i < ranges.length; i += 2) {
    const low = ranges[i] ?? 0;
    const high = ranges[i + 1] ?? 0;
    if (low <= REPLACEMENT && REPLACEMENT <= high) return undefined;
    for (let point = Math.max(low, 0x80); point <= high; point++) {
      if (wide.push(point) > MAX_WIDE) return undefined;
    }
  }
  const ascii = asWritten(bytesOfRanges(ranges, 0x80));
  const strings = wide.map((point) => Array.from(encoder.encode(String.fromCodePoint(point)), single));
  return ascii.length > 0 ? [[ascii], ...strings] : strings;
}

const asWritten = (set: ByteSet): ByteSet =>
  isNewlineFree(set) ? set : Uint8Array.of(...set.filter((byte) => byte !== NEWLINE), INNER_NEWLINE);
