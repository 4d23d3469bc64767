// Reads kept files from a place on to their end, by the same code as they are followed.
import type { LineBatch, WantedStreams } from '../../../core/lines/line-batch.ts';
import type { LineFormat } from '../formats/line-format.ts';
import { Cursor, type SavedCursor } from '../generation/cursor.ts';
import { HEAD_BYTES } from '../generation/fingerprint.ts';
import { FileBatch } from '../lines/file-batch.ts';
import { bytesBefore, bytesOf, type OpenFile } from '../opened/open-file.ts';
import { drain } from '../reading/drain.ts';
import { ReadRoom } from '../reading/read-room.ts';
import type { LineClock } from '../stamps/line-clock.ts';
import type { KeptFile } from './kept-files.ts';
import type { KeptPlace } from './newest-lines.ts';

/** Lines without a time have that of the line before: so far before the place it is looked for one. */
const BEFORE_BYTES = 16 * 1024;

export interface KeptReading {
  readonly files: readonly KeptFile[];
  readonly from: KeptPlace;
  readonly format: LineFormat;
  readonly clock: LineClock;
  readonly wanted: WantedStreams;
  /** When lines were written that do not say so themselves, milliseconds since 1970; else they are taken for as old as the last change of their file. */
  readonly untimedMs?: number;
  readonly taker: KeptTaker;
  readonly signal: AbortSignal;
}

/** None of the calls may throw. */
export interface KeptTaker {
  /** Lines of this one of the files, those before the place among them. The batch is used again when this returns. */
  lines(batch: LineBatch, file: number): void;
  /** Between two pieces. What it gives is waited for. */
  rested?(): Promise<void> | undefined;
  /** What is made of a piece is made in here. */
  work?(task: () => void): void;
}

/** `changed`: one was cut while it was read. `packed`: one could not be unpacked. */
export type KeptEnd =
  | { readonly how: 'closed' }
  | { readonly how: 'changed' | 'packed'; readonly file: KeptFile }
  /** With how far the last one was read; undefined where there is none. */
  | { readonly how: 'complete'; readonly cursor: SavedCursor | undefined };

export async function readKept(reading: KeptReading): Promise<KeptEnd> {
  const { files, from, signal } = reading;
  let cursor: Cursor | undefined;
  for (const [at, file] of files.entries()) {
    if (at < from.file) continue;
    const plain = await file.plain(signal);
    if (signal.aborted) return { how: 'closed' };
    if (plain === undefined) return { how: 'packed', file };
    cursor = await cursorAt(file, plain, at === from.file ? from.at : 0);
    const drained = await readOne(reading, { at, plain, cursor });
    await file.letGo();
    if (signal.aborted) return { how: 'closed' };
    if (drained === 'changed') return { how: 'changed', file };
  }
  return { how: 'complete', cursor: cursor?.saved() };
}

async function cursorAt({ seen }: KeptFile, plain: OpenFile, from: number): Promise<Cursor> {
  const first = await bytesOf(plain, 0, HEAD_BYTES);
  const cursor = Cursor.begin({ file: seen.file, cuts: 0, first, changed: seen.changed });
  const at = Math.max(0, from - BEFORE_BYTES);
  if (at > 0) cursor.jump(at, first, await bytesBefore(plain, at));
  return cursor;
}

interface OneFile {
  readonly at: number;
  readonly plain: OpenFile;
  readonly cursor: Cursor;
}

/** Up to where it ended when that was begun: whoever writes to it does not keep us. */
async function readOne(reading: KeptReading, { at, plain, cursor }: OneFile) {
  const { files, format, clock, wanted, taker, signal } = reading;
  const { size } = await plain.handle.stat();
  const room = new ReadRoom();
  const work = taker.work ?? ((task: () => void) => task());
  const { untimedMs = Number((files[at]?.seen.changed ?? 0n) / 1_000_000n) } = reading;
  return drain(
    { file: plain, cursor, isLast: at < files.length - 1 },
    {
      clock: { now: () => untimedMs },
      room: {
        use: async (bytes, task) => {
          await taker.rested?.();
          return room.use(bytes, task);
        },
      },
      parts: {
        format: { take: (chunk, batch, terms) => work(() => format.take(chunk, batch, terms)) },
        batch: new FileBatch(),
        clock,
        wanted: () => wanted,
        take: (batch) => taker.lines(batch, at),
        isHeld: () => signal.aborted || cursor.at >= size,
      },
    },
  );
}
