// What one request for lines is asked and what comes of it: the contract between a pass and whoever makes it.
import type { Gap } from '../../../../core/lines/reading.ts';
import type { Stamp } from '../../../../core/lines/stamp.ts';
import type { Cursor } from '../../cursor/cursor.ts';
import type { Numbered } from '../../cursor/seen-ring.ts';
import type { EngineClient } from '../../engine/engine-client.ts';
import type { EngineFault } from '../../engine/faults/engine-fault.ts';
import type { LineReader, LineTaker, RawLine } from '../../lines/raw-line.ts';
import type { Unsettled } from './ending/held-line.ts';
import type { FirstLine } from './first-line.ts';
import type { JumpWatch } from './jump-watch.ts';

/**
 * What has to be seen before lines are handed over. `nothing`: the answer is known to reach back far enough. `known_first`:
 * the first line from `since` on must be one that came before (or `expected`), else the answer does not reach back to the
 * cursor; what is older than `since` came before that. `known_somewhere`: whatever comes before a line that came before is old. `since_alone`: from `since` on
 * all is taken, whether the answer reaches back to the cursor or not. `never`: lines are looked at and not taken.
 */
export type Admission = 'nothing' | 'known_first' | 'known_somewhere' | 'since_alone' | 'never';

export interface PassOptions {
  readonly path: string;
  readonly admission: Admission;
  /** By our side alone: the engine was not asked for it, for it would go on holding every line against it, also when its clock has gone back. */
  readonly since?: Stamp | undefined;
  /** The engine was asked for lines from then on; undefined: for all there are. */
  readonly asksSince?: Stamp | undefined;
  /** A line that may come first although it is new. */
  readonly expected?: FirstLine | undefined;
  /** A first line that is new, with none before it that had come already, follows a gap: lines may have been there that are there no more. */
  readonly tellGap?: 'rotated' | 'engine_error' | undefined;
  /** Only so many of the newest records were asked for, so that the first may be the end of a long line. */
  readonly isCutByTail: boolean;
  /**
   * The engine was asked since when, and its answer may begin with the rest of a line: a first line of a stream that did not come before
   * is not believed, and the pass ends as `unanchored`. Behind this line, the last that was handed over, it is: nothing was unfinished then.
   */
  readonly isCutBySince?: { readonly last: Numbered | undefined } | undefined;
  /** The answer begins within the newest second that is known: known to begin with this line, and the first of equal lines have these numbers. */
  readonly within?: { readonly first: FirstLine | undefined; readonly numbers: readonly Numbered[] } | undefined;
  /** The last line of the answer may be half of one, and is handed over only when the answer before ended with the same one. */
  readonly lastLine?: { readonly before: Unsettled | undefined } | undefined;
  /** Asked at a complete end: whether the container runs no more, so that what is left without an end of its own is a line, and the last one is whole. */
  readonly hasEnded: () => boolean;
  /** The stream follows the container, and may leave lines out or repeat old ones in the middle: told by this. A history does neither. */
  readonly jumps?: JumpWatch | undefined;
}

export type PassEnd =
  | { readonly how: 'complete' }
  /** The first line was not among those that were handed over. */
  | { readonly how: 'unanchored' }
  /** It begins, with these lines, within the newest second that is known, where it cannot be counted; nothing was handed over. */
  | { readonly how: 'within_second'; readonly lines: readonly FirstLine[] }
  /** The engine has perhaps left lines out before this one, or repeats it; from it on nothing was handed over. */
  | { readonly how: 'doubtful'; readonly line: FirstLine }
  | { readonly how: 'engine_error'; readonly message: string }
  | { readonly how: 'protocol_error'; readonly reason: string }
  | { readonly how: 'failed'; readonly fault: EngineFault }
  /** We closed it ourselves. */
  | { readonly how: 'closed' };

export interface PassResult {
  readonly end: PassEnd;
  /** Records of the engine that came, pieces of long lines counted each. */
  readonly records: number;
  /** Lines that were handed over. */
  readonly taken: number;
  /** The first line that anybody wants and that had not been handed over before, whether it was now or not. */
  readonly firstNew: FirstLine | undefined;
  /** Whether a line came that had been handed over before. */
  readonly sawKnown: boolean;
  /** The line at the end of the answer that was not handed over, being new and perhaps half of one. */
  readonly unsettled?: Unsettled | undefined;
  /** From when on the answer has what is not finished: a line without an end, or one that was not handed over. */
  readonly unfinishedSince?: Stamp | undefined;
  readonly wasOpened: boolean;
}

/** Where lines go that are new. */
export interface LineCollector {
  add(line: RawLine, ordinal: number): void;
  /** Hands on what was collected, if anything. */
  deliver(): void;
}

export interface PassTools {
  readonly client: EngineClient;
  readonly cursor: Cursor;
  readonly coarse: boolean;
  readonly collector: LineCollector;
  /** Makes what takes the bytes apart, by the first of them. */
  readonly openLines: (firstByte: number, taker: LineTaker) => LineReader;
  readonly opened: () => void;
  /** The first bytes of the body have come. */
  readonly begun: () => void;
  /** What has arrived was judged. */
  readonly rested: () => void;
  readonly gap: (gap: Gap) => void;
}
