// Finds a line in kept files by where it begins in its file: whatever that is called by now, it stands there still.

import { BOTH_STREAMS } from '../../../core/lines/line-batch.ts';
import { offsetOf } from '../../../core/lines/naming/line-offset.ts';
import { NEWLINE } from '../../../core/text/line-end.ts';
import type { LineFormat } from '../formats/line-format.ts';
import { LONGEST_LINE } from '../lines/chunk.ts';
import { FileBatch } from '../lines/file-batch.ts';
import { bytesOf, type OpenFile } from '../opened/open-file.ts';
import { LineClock } from '../stamps/line-clock.ts';
import type { KeptFile } from './kept-files.ts';
import type { KeptPlace } from './newest-lines.ts';

const FIRST_BYTES = 64 * 1024;
/** What stands around a line of the longest. */
const MOST_BYTES = 4 * LONGEST_LINE;

export interface LineSought {
  /** Where it begins. */
  readonly offset: number;
  readonly format: () => LineFormat;
  /** By its text, within which there may be line feeds. */
  readonly isIt: (text: Uint8Array, isJoined: boolean) => boolean;
}

export interface FoundLine extends KeptPlace {
  /** The place behind it. */
  readonly behind: number;
}

/** In the first of these files in which it is, each with where it stands among all. */
export async function lineAt(
  files: Iterable<readonly [number, KeptFile]>,
  sought: LineSought,
  signal: AbortSignal,
): Promise<FoundLine | undefined> {
  for (const [file, kept] of files) {
    if (!kept.seen.isPacked && kept.seen.size <= sought.offset) continue;
    const plain = await kept.plain(signal);
    if (signal.aborted) return undefined;
    const behind = plain && (await behindLine(plain, sought));
    if (behind !== undefined) return { file, at: sought.offset, behind };
    await kept.letGo();
  }
  return undefined;
}

async function behindLine(file: OpenFile, { offset, format, isIt }: LineSought): Promise<number | undefined> {
  const isBegin = offset === 0 || (await bytesOf(file, offset - 1, 1))[0] === NEWLINE;
  for (let size = FIRST_BYTES; isBegin; size = Math.min(4 * size, MOST_BYTES)) {
    const bytes = await bytesOf(file, offset, size);
    const isLast = bytes.length < size || size === MOST_BYTES;
    const batch = new FileBatch();
    const terms = { clock: new LineClock(), wanted: BOTH_STREAMS, generation: 0 };
    format().take({ bytes, from: 0, end: bytes.length, offset, isLast }, batch, terms);
    if (batch.count === 0 && !isLast) continue;
    if (batch.count === 0 || !isIt(batch.bytes.subarray(batch.starts[0], batch.ends[0]), batch.isJoined))
      return undefined;
    return batch.count > 1 ? offsetOf(batch, 1) : offset + batch.behind;
  }
  return undefined;
}
