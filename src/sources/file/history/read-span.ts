// Reads what a file and those that were rotated away from it hold of a span of time, or the newest lines of that.

import type { LineBatch, WantedStreams } from '../../../core/lines/line-batch.ts';
import { offsetOf } from '../../../core/lines/naming/line-offset.ts';
import { wantedRuns } from '../../../core/lines/runs/batch-run.ts';
import { compareStamps, type Stamp } from '../../../core/lines/stamp.ts';
import { LineClock } from '../stamps/line-clock.ts';
import type { FileTerms } from './file-terms.ts';
import { dialectOfNewest, fromMoment } from './from-moment.ts';
import { type KeptFile, openKeptFiles } from './kept-files.ts';
import { type KeptPlace, newestLines } from './newest-lines.ts';
import { type KeptEnd, type KeptTaker, readKept } from './read-kept.ts';

export interface SpanQuestion extends FileTerms {
  /** Both inclusive. */
  readonly since: Stamp;
  readonly until: Stamp;
  readonly streams: WantedStreams;
  /** Only so many of the newest lines. */
  readonly tail?: number | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** As a reading of kept files takes lines, but for those of which nobody asked. */
export interface SpanTaker extends Omit<KeptTaker, 'lines'> {
  /** The batch is used again when this returns. */
  lines(batch: LineBatch): void;
}

/** `untimed`: nobody knows which of its lines are of this time. */
export type SpanEnd = Exclude<KeptEnd, { readonly how: 'complete' }> | { readonly how: 'complete' | 'untimed' };

export async function readSpan(
  question: SpanQuestion,
  { taker, signal }: { readonly taker: SpanTaker; readonly signal: AbortSignal },
): Promise<SpanEnd> {
  const { path, streams, format, now } = question;
  const kept = await openKeptFiles(path);
  try {
    const files = kept.files.filter(({ seen }) => seen.size > 0);
    const dialect = question.dialect ?? (await dialectOfNewest(files, { format, now, dialect: undefined }, signal));
    if (dialect === undefined && question.tail === undefined && files.length > 0) return { how: 'untimed' };
    const from = await beginning(files, { ...question, dialect }, signal);
    if (from === undefined || signal.aborted) return { how: signal.aborted ? 'closed' : 'complete' };
    const clock = new LineClock({ dialect });
    clock.arrived(now);
    const lines = sift(question, from, taker);
    const reading = { files, from, clock, signal, format: format(), wanted: streams, taker: { ...taker, lines } };
    return await readKept(reading);
  } finally {
    await kept.close();
  }
}

function beginning(
  files: readonly KeptFile[],
  { since, tail, ...terms }: SpanQuestion,
  signal: AbortSignal,
): Promise<KeptPlace | undefined> {
  if (files.length === 0) return Promise.resolve(undefined);
  if (tail !== undefined) return newestLines(files, { count: tail }, signal);
  return fromMoment(files, since, { ...terms, signal });
}

/** Gives on what was asked for. */
function sift({ since, until }: SpanQuestion, from: KeptPlace, taker: SpanTaker): KeptTaker['lines'] {
  const isWithin = ({ seconds, nanos }: LineBatch, line: number): boolean => {
    const at = { seconds: seconds[line] ?? 0, nanos: nanos[line] ?? 0 };
    return compareStamps(at, since) >= 0 && compareStamps(at, until) <= 0;
  };
  return (batch, file) => {
    const first = file === from.file ? from.at : 0;
    const isWanted = (line: number): boolean => offsetOf(batch, line) >= first && isWithin(batch, line);
    for (const run of wantedRuns(batch, isWanted)) taker.lines(run);
  };
}
