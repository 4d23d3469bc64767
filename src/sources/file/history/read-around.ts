// Reads the lines before and behind one line of a file, wherever that stands by now.
import { BOTH_STREAMS, type LineBatch } from '../../../core/lines/line-batch.ts';
import { offsetOf } from '../../../core/lines/naming/line-offset.ts';
import { LineClock } from '../stamps/line-clock.ts';
import type { FileTerms } from './file-terms.ts';
import { type KeptFile, openKeptFiles } from './kept-files.ts';
import { type FoundLine, lineAt } from './line-at.ts';
import { newestLines } from './newest-lines.ts';
import { readKept } from './read-kept.ts';

/** Between the time of a line and the last change of its file, as two clocks have them. */
const CLOCK_MS = 2_000;

export interface AroundQuestion extends FileTerms {
  /** Where the line begins. */
  readonly offset: number;
  /** By its text, within which there may be line feeds. */
  readonly isIt: (text: Uint8Array, isJoined: boolean) => boolean;
  /** Its time, milliseconds since 1970; lines that have none are taken for as old. */
  readonly atMs: number;
  /** So many before it. */
  readonly count: number;
}

export interface AroundTaker {
  /** One line. `place` says where it stands to the one that is meant. Whether more is wanted. */
  line(batch: LineBatch, line: number, place: 'before' | 'meant' | 'behind'): boolean;
}

/** `absent`: no file holds it any more. `partly`: one was rotated while it was read, or cannot be unpacked. */
export async function readAround(
  question: AroundQuestion,
  taker: AroundTaker,
  signal: AbortSignal,
): Promise<'read' | 'absent' | 'partly' | 'closed'> {
  const kept = await openKeptFiles(question.path);
  const enough = new AbortController();
  const over = AbortSignal.any([signal, enough.signal]);
  try {
    const { files } = kept;
    const meant = await lineAt(inWhichItMayBe(files, question.atMs), question, signal);
    if (signal.aborted) return 'closed';
    if (meant === undefined) return 'absent';
    const from = await newestLines(files, { count: question.count, before: meant }, signal);
    const clock = new LineClock({ dialect: question.dialect });
    const end = await readKept({
      files,
      from,
      clock,
      format: question.format(),
      wanted: BOTH_STREAMS,
      signal: over,
      untimedMs: question.atMs,
      taker: {
        lines(batch, file) {
          for (let line = 0; line < batch.count && !enough.signal.aborted; line++) {
            const at = { file, at: offsetOf(batch, line) };
            if (compare(at, from) >= 0 && !taker.line(batch, line, placeOf(at, meant))) enough.abort();
          }
        },
      },
    });
    if (enough.signal.aborted || end.how === 'complete') return 'read';
    return end.how === 'closed' ? 'closed' : 'partly';
  } finally {
    await kept.close();
  }
}

/** The oldest first of those that were changed when it was written or later; others only where the clocks do not agree. */
function inWhichItMayBe(files: readonly KeptFile[], atMs: number): readonly (readonly [number, KeptFile])[] {
  const all = [...files.entries()];
  const isLater = ([, { seen }]: readonly [number, KeptFile]): boolean =>
    Number(seen.changed / 1_000_000n) >= atMs - CLOCK_MS;
  return [...all.filter(isLater), ...all.filter((one) => !isLater(one)).reverse()];
}

type Place = Pick<FoundLine, 'file' | 'at'>;

const compare = (one: Place, other: Place): number => one.file - other.file || one.at - other.at;

function placeOf(at: Place, meant: Place): 'before' | 'meant' | 'behind' {
  const order = compare(at, meant);
  if (order === 0) return 'meant';
  return order < 0 ? 'before' : 'behind';
}
