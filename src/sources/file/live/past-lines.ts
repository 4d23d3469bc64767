// What of a file's past a view shows: what was written behind the line that was shown last, or the newest lines.
import { BOTH_STREAMS } from '../../../core/lines/line-batch.ts';
import { until } from '../../../core/signals/until.ts';
import type { LiveSink } from '../../live-sink.ts';
import type { SavedCursor } from '../generation/cursor.ts';
import type { FileTerms } from '../history/file-terms.ts';
import { dialectOfNewest } from '../history/from-moment.ts';
import { type KeptFile, openKeptFiles } from '../history/kept-files.ts';
import { lineAt } from '../history/line-at.ts';
import { type KeptPlace, newestLines } from '../history/newest-lines.ts';
import { readKept } from '../history/read-kept.ts';
import type { Dialect } from '../stamps/dialects.ts';
import { LineClock } from '../stamps/line-clock.ts';
import { parseLineName } from './line-name.ts';
import type { ShownLines } from './shown-lines.ts';

/** What was written since a view broke off is shown up to so many bytes; of more, the newest lines. */
const MOST_BEHIND = 8 * 1024 * 1024;

export interface PastOptions extends FileTerms {
  readonly tail: number;
  readonly after: string | undefined;
  readonly sink: LiveSink;
  readonly lines: ShownLines;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly signal: AbortSignal;
}

/** Where the next line will come. */
export interface PastEnd {
  /** Undefined where there is no file. */
  readonly cursor: SavedCursor | undefined;
  readonly dialect: Dialect | undefined;
}

/** Undefined where it was rotated in a way that it has to be looked at anew, or nobody looks any more. */
export async function showPast(options: PastOptions): Promise<PastEnd | undefined> {
  const { sink, lines, signal, format, now } = options;
  const kept = await openKeptFiles(options.path);
  try {
    const { files } = kept;
    const dialect = options.dialect ?? (await dialectOfNewest(files, { format, now, dialect: undefined }, signal));
    const from = await beginning(files, options);
    if (signal.aborted) return undefined;
    const clock = new LineClock({ dialect });
    clock.arrived(now);
    const end = await readKept({
      files,
      from,
      clock,
      signal,
      format: format(),
      wanted: BOTH_STREAMS,
      taker: {
        lines: (batch, file) => lines.show(batch, file === from.file ? from.at : 0),
        rested: () => (sink.isBehind() ? until((ready) => sink.whenReady(ready), signal) : undefined),
      },
    });
    return end.how === 'complete' ? { cursor: end.cursor, dialect: clock.dialect } : undefined;
  } finally {
    await kept.close();
  }
}

async function beginning(
  files: readonly KeptFile[],
  { after, format, tail, sink, signal }: PastOptions,
): Promise<KeptPlace> {
  const newest = (): Promise<KeptPlace> => newestLines(files, { count: tail, before: undefined }, signal);
  const name = after === undefined ? undefined : parseLineName(after);
  if (name === undefined) return newest();
  const near = newestOf(files);
  const found = await lineAt(near, { ...name, format }, signal);
  const behind = files.reduce((sum, { seen }, at) => sum + (found && at >= found.file ? seen.size : 0), 0);
  if (found && behind - found.behind <= MOST_BEHIND) return { file: found.file, at: found.behind };
  if (!signal.aborted) sink.gap(found || near.length < files.length ? 'too_many' : 'rotated');
  return newest();
}

/** The newest first, as far back as what was written since may be shown: what is older need not be unpacked. */
function newestOf(files: readonly KeptFile[]): (readonly [number, KeptFile])[] {
  const near: (readonly [number, KeptFile])[] = [];
  let behind = 0;
  for (const entry of [...files.entries()].reverse()) {
    if (behind > MOST_BEHIND) break;
    near.push(entry);
    behind += entry[1].seen.size;
  }
  return near;
}
