// From a piece of a file to lines that are handed over, with the cursor behind them.
import type { WantedStreams } from '../../../core/lines/line-batch.ts';
import { NEWLINE } from '../../../core/text/line-end.ts';
import type { LineFormat } from '../formats/line-format.ts';
import type { Cursor } from '../generation/cursor.ts';
import { generationNumber, HEAD_BYTES } from '../generation/fingerprint.ts';
import type { FileBatch } from '../lines/file-batch.ts';
import type { LineClock } from '../stamps/line-clock.ts';

export interface Piece {
  readonly bytes: Buffer;
  readonly from: number;
  readonly end: number;
  /** What stands at its end without a `\n` is a line as well. */
  readonly isLast: boolean;
}

export interface HandingOver {
  readonly format: LineFormat;
  readonly batch: FileBatch;
  readonly clock: LineClock;
  readonly wanted: () => WantedStreams;
  readonly take: (batch: FileBatch) => void;
  /** Nothing more may be handed over for now. */
  readonly isHeld: () => boolean;
}

/** Whether anything of the piece was taken. */
export function handOver(piece: Piece, cursor: Cursor, parts: HandingOver): boolean {
  const { bytes, end, isLast } = piece;
  let from = cursor.isMidLine ? behindLine(piece) : piece.from;
  cursor.move(bytes, piece.from, from);
  const began = piece.from;
  while (from < end && !parts.isHeld()) {
    cursor.number ??= numberOf(cursor, { bytes, from, end });
    const { format, batch, clock, wanted } = parts;
    const chunk = { bytes, from, end, offset: cursor.at, isLast };
    format.take(chunk, batch, { clock, wanted: wanted(), generation: cursor.number });
    if (batch.behind === from) break;
    const { behind } = batch;
    batch.isTimedOnArrival = clock.isArrival;
    if (batch.count > 0) parts.take(batch);
    cursor.move(bytes, from, behind);
    from = behind;
  }
  return from > began;
}

/** What is left of a line that is passed over. */
function behindLine({ bytes, from, end }: Piece): number {
  const newline = bytes.indexOf(NEWLINE, from);
  return newline >= 0 && newline < end ? newline + 1 : end;
}

/** By the file, how often it began anew, and its first line. */
function numberOf({ file, cuts, at, head }: Cursor, { bytes, from, end }: Omit<Piece, 'isLast'>): number {
  if (at > 0) return generationNumber([file, cuts], head);
  const newline = bytes.indexOf(NEWLINE, from);
  const line = newline >= 0 && newline < end ? newline : end;
  return generationNumber([file, cuts], bytes.subarray(from, Math.min(line, from + HEAD_BYTES)));
}
