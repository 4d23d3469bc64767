// What one request for lines is asked and what comes of it: the contract between a pass and whoever makes it.
import type { Gap } from '../../../../core/lines/reading.ts';
import type { Stamp } from '../../../../core/lines/stamp.ts';
import type { Cursor } from '../../cursor/cursor.ts';
import type { EngineClient } from '../../engine/engine-client.ts';
import type { EngineFault } from '../../engine/faults/engine-fault.ts';
import type { LineReader, LineTaker, RawLine } from '../../lines/raw-line.ts';
import type { Admission } from './admission/admission.ts';
import type { Unsettled } from './ending/held-line.ts';
import type { FirstLine } from './first-line.ts';
import type { JumpWatch } from './jump-watch.ts';

export interface PassOptions {
  readonly path: string;
  readonly admission: Admission;
  /** The engine was asked for lines from then on; undefined: for all there are. */
  readonly asksSince?: Stamp | undefined;
  /** Only so many of the newest records were asked for, so that the first may be the end of a long line. */
  readonly isCutByTail: boolean;
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
