// Hands over what stands behind a cursor, a piece at a time.
import type { Clock } from '../../../core/clock.ts';
import type { Cursor } from '../generation/cursor.ts';
import { LONGEST_LINE } from '../lines/chunk.ts';
import type { OpenFile } from '../opened/open-file.ts';
import { isStillUnended, readPiece } from '../opened/read-piece.ts';
import { type HandingOver, handOver } from './hand-over.ts';
import { PIECE_BYTES, type ReadRoom } from './read-room.ts';

/** `changed`: something else stands there now. `held`: nothing may be handed over for now. */
export type Drained = 'end' | 'held' | 'changed';

/** A line that does not end within so much is cut. */
const LONGEST_PIECE = 4 * 1024 * 1024;

/** So much is read again without looking what has come to it. */
const LITTLE_BYTES = 16 * 1024;

export interface Draining {
  readonly file: OpenFile;
  readonly cursor: Cursor;
  /** What has no end is handed over as well. */
  readonly isLast: boolean;
}

export interface DrainTools {
  readonly room: Pick<ReadRoom, 'use'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly parts: HandingOver;
  /** There is more to be read than a piece. */
  readonly lasts?: () => void;
}

export async function drain(draining: Draining, tools: DrainTools): Promise<Drained> {
  if (!tools.parts.isHeld() && (await waitsForItsEnd(draining, tools))) return 'end';
  let size = PIECE_BYTES;
  while (!tools.parts.isHeld()) {
    const step = await tools.room.use(size, (buffer) => drainPiece(draining, buffer, tools));
    if (step === 'longer' || step === 'more') tools.lasts?.();
    if (step === 'longer') size = Math.min(size * 4, LONGEST_PIECE);
    else if (step === 'more') size = PIECE_BYTES;
    else return step;
  }
  return 'held';
}

/** A long line that grows little by little is not read from its beginning each time. */
async function waitsForItsEnd({ file, cursor, isLast }: Draining, { room }: DrainTools): Promise<boolean> {
  if (isLast || cursor.unendedTo - cursor.at < LITTLE_BYTES) return false;
  return room.use(PIECE_BYTES, (into) => isStillUnended(file, cursor, { longest: LONGEST_LINE, into }));
}

async function drainPiece(
  { file, cursor, isLast }: Draining,
  buffer: Buffer,
  { clock, parts }: DrainTools,
): Promise<Drained | 'more' | 'longer'> {
  const piece = await readPiece(file, cursor, buffer);
  if (piece === 'changed') return 'changed';
  const { from, end } = piece;
  if (from === end) {
    parts.clock.rests(clock.now());
    return 'end';
  }
  if (parts.isHeld()) return 'held';
  const isFull = end === buffer.length;
  parts.clock.arrived(clock.now());
  const isForced = (isLast && !isFull) || buffer.length >= LONGEST_PIECE;
  if (handOver({ bytes: buffer, from, end, isLast: isForced }, cursor, parts)) return 'more';
  if (parts.isHeld()) return 'held';
  if (isFull) return 'longer';
  cursor.unendedTo = cursor.at + end - from;
  return 'end';
}
