// What goes into the matcher and what comes out: offsets into one buffer, no object a line.
import type { RuleMask } from '../rule-set.ts';

/** Text that stands in the matcher's buffer, from its beginning. Offsets count from there. One that contradicts itself is refused. */
export interface Batch {
  /** Bytes of text. The last line needs no `\n`. */
  readonly length: number;
  /**
   * Where lines begin, when not all of the text is lines: frames of an engine may be left as they are if the byte
   * before each line is overwritten with `\n`. A line ends at the next `\n`. Each begins behind the one before it and
   * before the end of the text, so an empty last one needs its `\n`. Without it everything is lines.
   */
  readonly lineStarts?: Int32Array;
  /** How many of `lineStarts` count; all when absent. */
  readonly lineCount?: number;
  /** Rules that apply; all when absent, and the first mask's when there is no `maskOfLine`. With it there is one for each kind of line, a stream for instance. */
  readonly masks?: readonly RuleMask[];
  /** By line, as in `lineStarts`, which must be given too: the index of its mask in `masks`. */
  readonly maskOfLine?: Uint8Array;
}

/**
 * The lines that hit, each with one rule; ascending by line, then by rule. Those of a batch come in portions of whole
 * lines, nearly always in one; a portion is valid until the next one is asked for.
 */
export interface Hits extends HitRows {
  /** Lines that a rule's pattern matched, and its exclude pattern as well: no hits, but worth counting. */
  readonly excluded: HitRows;
}

export interface HitRows {
  readonly count: number;
  /** Offset in the batch of the line's first byte, and of the byte behind its last one, `\r\n` or `\n`. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly rules: Uint16Array;
  /** Index of the line in `lineStarts`; only when those were given. */
  readonly lines: Uint32Array;
}
