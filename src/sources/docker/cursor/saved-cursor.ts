// A cursor as it is saved: a small head of JSON, and the ring's entries as a tail that grows at its end.
import type { StreamNumber } from '../../../core/lines/line-batch.ts';
import type { PositionChange, SavedPosition } from '../../../core/lines/reading.ts';
import { parseStampText, type Stamp, stampText } from '../../../core/lines/stamp.ts';
import type { StreamEnd } from '../lines/runs/run-ends.ts';
import { Cursor } from './cursor.ts';
import type { CursorOptions, CursorState } from './cursor-state.ts';
import { ENTRY_BYTES, type KnownBy } from './seen-ring.ts';
import { EVER, type StreamStarts } from './stream-starts.ts';

const VERSION = 1;

/** Entries that were saved together: the first one's number, and where they begin in all that was ever saved. */
interface Piece {
  readonly entry: number;
  readonly count: number;
  readonly offset: number;
}

/** Follows one cursor and tells what has to be saved of it. */
export class SavedCursor {
  readonly cursor: Cursor;
  #savedHead: string | undefined;
  #savedEntries: number;
  #end: number;
  readonly #pieces: Piece[] = [];

  constructor(cursor: Cursor, saved?: SavedPosition) {
    this.cursor = cursor;
    this.#savedHead = saved?.head;
    this.#end = saved === undefined ? 0 : saved.tailFrom + saved.tail.length;
    this.#savedEntries = cursor.ring.end;
    const { first, count } = cursor.ring;
    if (count > 0) this.#pieces.push({ entry: first, count, offset: this.#end - count * ENTRY_BYTES });
  }

  /** What changed since this was called last; undefined when nothing did. What was forgotten again in the meantime is never saved. */
  take(): PositionChange | undefined {
    const { cursor } = this;
    cursor.prune();
    const head = JSON.stringify(headOf(cursor.state));
    if (head === this.#savedHead && cursor.ring.end === this.#savedEntries) return undefined;
    const from = Math.max(this.#savedEntries, cursor.ring.first);
    const appended = cursor.ring.encode(from);
    const appendedFrom = this.#end;
    if (appended.length > 0) this.#pieces.push({ entry: from, count: cursor.ring.end - from, offset: appendedFrom });
    this.#savedHead = head;
    this.#savedEntries = cursor.ring.end;
    this.#end += appended.length;
    return { head, appended, appendedFrom, keepFrom: this.#keepFrom() };
  }

  /** Where the oldest entry that still counts begins. */
  #keepFrom(): number {
    const { first } = this.cursor.ring;
    while (this.#pieces[0] && this.#pieces[0].entry + this.#pieces[0].count <= first) this.#pieces.shift();
    const piece = this.#pieces[0];
    return piece ? piece.offset + Math.max(0, first - piece.entry) * ENTRY_BYTES : this.#end;
  }
}

/** The cursor that was saved; undefined when the text is none of ours, from a newer version for instance. */
export function restoreCursor({ head, tail }: SavedPosition, options: CursorOptions): Cursor | undefined {
  const state = readHead(head);
  if (state === undefined) return undefined;
  const cursor = new Cursor(state, options);
  cursor.ring.decode(tail);
  return cursor;
}

function headOf({ newest, floor, stepped, isTorn, starts, unfinished, runEnds, logBegins }: CursorState) {
  return {
    v: VERSION,
    newest: textOf(newest),
    floor: textOf(floor),
    stepped: textOf(stepped),
    torn: isTorn,
    stdout: textOf(starts.stdout),
    stderr: textOf(starts.stderr),
    open: textOf(unfinished),
    // Few containers end within a line.
    ends: runEnds.length > 0 ? runEnds.map(({ stdout, stderr }) => [savedEnd(stdout), savedEnd(stderr)]) : undefined,
    // Of a second there is a container that has written in no other.
    first: logBegins && [logBegins.seconds, logBegins.stream, logBegins.hash1, logBegins.hash2],
  };
}

const textOf = (stamp: Stamp | undefined): string | null => (stamp === undefined ? null : stampText(stamp));

function readHead(head: string): CursorState | undefined {
  try {
    const { v, newest, floor, stepped, torn, stdout, stderr, open, ends = [], first } = JSON.parse(head);
    if (v !== VERSION) return undefined;
    const starts: StreamStarts = { stdout: stampOf(stdout), stderr: stampOf(stderr) };
    return {
      newest: stampOf(newest),
      floor: stampOf(floor) ?? { seconds: 0, nanos: 0 },
      stepped: stampOf(stepped),
      isTorn: torn === true,
      starts,
      // It was not always saved.
      unfinished: open === undefined ? EVER : stampOf(open),
      runEnds: ends.map(([out, err]: SavedEnd[]) => ({ stdout: endOf(out ?? null), stderr: endOf(err ?? null) })),
      logBegins: firstOf(first),
    };
  } catch {
    return undefined;
  }
}

type SavedEnd = readonly [number, number, number, number] | null;

const savedEnd = (end: StreamEnd | undefined): SavedEnd =>
  end === undefined ? null : [end.seconds, end.nth, end.hash1, end.hash2];

function endOf(saved: SavedEnd): StreamEnd | undefined {
  if (saved === null) return undefined;
  const [seconds, nth, hash1, hash2] = saved;
  return { seconds, nth, hash1, hash2 };
}

function firstOf(saved: readonly [number, StreamNumber, number, number] | undefined): KnownBy | undefined {
  if (saved === undefined) return undefined;
  const [seconds, stream, hash1, hash2] = saved;
  return { seconds, nanos: 0, stream, hash1, hash2 };
}

const stampOf = (text: unknown): Stamp | undefined => (typeof text === 'string' ? parseStampText(text) : undefined);
