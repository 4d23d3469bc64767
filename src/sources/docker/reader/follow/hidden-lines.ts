// Old engines end a history without a word where zero bytes stand in the log, as after a crash of the machine; a stream that begins before them goes on with what is written next. That there was something in between the newest record tells.
import type { Clock } from '../../../../core/clock.ts';
import { compareStamps, type Stamp } from '../../../../core/lines/stamp.ts';
import type { Cursor } from '../../cursor/cursor.ts';
import type { FirstLine } from '../pass/first-line.ts';

const LOOK_EVERY_MS = 1_000;

/** A stream that is open for so long has brought what there was when it was opened. */
const BROUGHT_WITHIN_MS = 10_000;

export interface HiddenLinesOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly cursor: Pick<Cursor, 'newest' | 'state' | 'knowsMoment'>;
  /** The engine's newest record, when anybody wants it and it has not come. */
  readonly newestRecord: () => Promise<FirstLine | undefined>;
  readonly isPaused: () => boolean;
  readonly tell: (lost: { readonly from: Stamp | undefined; readonly to: Stamp }) => void;
  /** Aborts when the stream has ended. */
  readonly signal: AbortSignal;
}

/** To be called when a stream is opened that goes on where another one ended. */
export async function watchForHidden({ clock, cursor, newestRecord, ...options }: HiddenLinesOptions): Promise<void> {
  const { isPaused, tell, signal } = options;
  const from = cursor.newest;
  const newest = await newestRecord();
  if (newest === undefined) return;
  for (let ms = 0; ms < BROUGHT_WITHIN_MS; ) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    // Beyond what the cursor remembers nobody can say whether it came. What came of a long line's last piece has its moment.
    const isForgotten = compareStamps(newest, cursor.state.floor) < 0;
    if (signal.aborted || isForgotten || cursor.knowsMoment(newest)) return;
    if (isPaused()) continue;
    ms += LOOK_EVERY_MS;
    if (cursor.newest && compareStamps(cursor.newest, newest) > 0) break;
  }
  tell({ from, to: { seconds: newest.seconds, nanos: newest.nanos } });
}
