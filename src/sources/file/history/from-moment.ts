// Where in kept files the lines of a moment begin: found by halves, for a log may be as long as it likes.
import { BOTH_STREAMS } from '../../../core/lines/line-batch.ts';
import { compareStamps, millisecondsOf, type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import { NEWLINE } from '../../../core/text/line-end.ts';
import type { LineFormat } from '../formats/line-format.ts';
import { FileBatch } from '../lines/file-batch.ts';
import { bytesOf, type OpenFile } from '../opened/open-file.ts';
import type { Dialect } from '../stamps/dialects.ts';
import { LineClock } from '../stamps/line-clock.ts';
import type { KeptFile } from './kept-files.ts';
import type { KeptPlace } from './newest-lines.ts';

const PIECE_BYTES = 64 * 1024;
/** Lines are a little out of order, and clocks not quite the same. */
const DISORDER_MS = 5_000;

export interface MomentTerms {
  readonly format: () => LineFormat;
  readonly dialect: Dialect | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Some lines may be older than the moment; none that is later stands before the place. Undefined where everything is older. */
export async function fromMoment(
  files: readonly KeptFile[],
  moment: Stamp,
  terms: MomentTerms & { readonly signal: AbortSignal },
): Promise<KeptPlace | undefined> {
  const since = stampAfter(moment, -DISORDER_MS);
  // What was changed last before the moment has no line of it.
  const isOlder = ({ seen }: KeptFile): boolean => Number(seen.changed / 1_000_000n) < millisecondsOf(since);
  const file = files.findLastIndex(isOlder) + 1;
  const plain = await files[file]?.plain(terms.signal);
  if (plain === undefined) return files[file] && { file, at: 0 };
  let [before, behind] = [0, (await plain.handle.stat()).size];
  while (behind - before > 2 * PIECE_BYTES && !terms.signal.aborted) {
    const middle = before + Math.floor((behind - before) / 2);
    const last = await lastStamp(plain, middle, terms);
    if (last !== undefined && compareStamps(last, since) < 0) before = middle;
    else behind = middle;
  }
  return { file, at: before };
}

/** Of the last line with a time of a piece. */
async function lastStamp(file: OpenFile, from: number, terms: MomentTerms): Promise<Stamp | undefined> {
  const bytes = await bytesOf(file, from, PIECE_BYTES);
  const begin = bytes.indexOf(NEWLINE) + 1;
  return begin === 0 ? undefined : stampIn(bytes, begin, terms).last;
}

/** The time of the last line of bytes from a line's beginning on, and in which dialect it is. */
export function stampIn(bytes: Buffer, from: number, { format, dialect, now }: MomentTerms) {
  const clock = new LineClock({ dialect });
  clock.arrived(now);
  const [batch, lines] = [new FileBatch(), format()];
  const terms = { clock, wanted: BOTH_STREAMS, generation: 0 };
  for (let at = from; at < bytes.length; at = batch.behind) {
    lines.take({ bytes, from: at, end: bytes.length, offset: at, isLast: false }, batch, terms);
    if (batch.behind === at) break;
  }
  const { seconds, nanos } = clock;
  return { last: clock.isTimed ? { seconds, nanos } : undefined, dialect: clock.dialect };
}

/** In which dialect the newest lines tell their time; undefined where they tell none. */
export async function dialectOfNewest(files: readonly KeptFile[], terms: MomentTerms, signal: AbortSignal) {
  for (const file of files.toReversed()) {
    if (file.seen.size === 0) continue;
    const plain = await file.plain(signal);
    if (plain === undefined) return undefined;
    const { size } = await plain.handle.stat();
    const from = Math.max(0, size - PIECE_BYTES);
    const bytes = await bytesOf(plain, from, PIECE_BYTES);
    const begin = from === 0 ? 0 : bytes.indexOf(NEWLINE) + 1;
    return stampIn(bytes, begin, terms).dialect;
  }
  return undefined;
}
