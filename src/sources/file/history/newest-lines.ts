// Where the newest so many lines of kept files begin.
import { NEWLINE } from '../../../core/text/line-end.ts';
import { bytesOf, type OpenFile } from '../opened/open-file.ts';
import type { KeptFile } from './kept-files.ts';

/** A place in one of the kept files, by where it stands among them. */
export interface KeptPlace {
  readonly file: number;
  readonly at: number;
}

const PIECE_BYTES = 64 * 1024;
/** So far back is looked: what is longer than that has fewer lines. */
const MOST_BYTES = 16 * 1024 * 1024;

export interface NewestLines {
  readonly count: number;
  /** Up to this place, or all that there is. */
  readonly before?: KeptPlace | undefined;
}

/** Where the files hold fewer lines, the beginning of them. */
export async function newestLines(
  files: readonly KeptFile[],
  { count, before }: NewestLines,
  signal: AbortSignal,
): Promise<KeptPlace> {
  const last = before?.file ?? files.length - 1;
  let [left, room] = [count, MOST_BYTES];
  let place: KeptPlace = before ?? { file: Math.max(0, last), at: 0 };
  for (let file = last; file >= 0 && (left > 0 || file === last); file--) {
    const plain = await files[file]?.plain(signal);
    if (plain === undefined || signal.aborted) break;
    const end = before?.file === file ? before.at : await endOf(plain, file === files.length - 1);
    const found = await lookBack(plain, { end, count: left, room });
    if (end > 0 || file === last) place = { file, at: found.at };
    [left, room] = [left - found.lines, room - (end - found.at)];
    if (room <= 0) break;
  }
  return place;
}

/** Half of a line that is being written is none yet; in a file that was rotated away the last one is whole. */
async function endOf(file: OpenFile, isWrittenTo: boolean): Promise<number> {
  const { size } = await file.handle.stat();
  if (!isWrittenTo) return size;
  for (let end = size; end > 0 && size - end < MOST_BYTES; end -= PIECE_BYTES) {
    const from = Math.max(0, end - PIECE_BYTES);
    const newline = (await bytesOf(file, from, end - from)).lastIndexOf(NEWLINE);
    if (newline >= 0) return from + newline + 1;
  }
  return 0;
}

/** Where so many lines before `end` begin, and how many there are. */
async function lookBack(
  file: OpenFile,
  { end, count, room }: { readonly end: number; readonly count: number; readonly room: number },
): Promise<{ readonly at: number; readonly lines: number }> {
  let lines = 0;
  let begun = end;
  if (count <= 0) return { at: end, lines };
  // What ends the last line begins none.
  for (let until = end - 1; until > 0 && end - until < room; until -= PIECE_BYTES) {
    const from = Math.max(0, until - PIECE_BYTES);
    const bytes = await bytesOf(file, from, until - from);
    for (let at = bytes.length; at > 0; ) {
      at = bytes.lastIndexOf(NEWLINE, at - 1);
      if (at < 0) break;
      begun = from + at + 1;
      lines++;
      if (lines === count) return { at: begun, lines };
    }
  }
  const isWhole = end - 1 < room;
  return isWhole ? { at: 0, lines: end > 0 ? lines + 1 : 0 } : { at: begun, lines };
}
