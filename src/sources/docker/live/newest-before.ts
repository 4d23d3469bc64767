// Finds the line behind which the newest so many lines of a log are, where equal lines of a second are counted: the engine's own newest records begin in the middle of a second.
import { BOTH_STREAMS } from '../../../core/lines/line-batch.ts';
import { compareStamps, type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import { logPath } from '../engine/log-path.ts';
import type { FirstLine } from '../reader/pass/first-line.ts';
import type { LineId } from './line-id.ts';
import type { LiveViewOptions } from './live-view-options.ts';
import { LogRequest, type RequestEnd } from './log-request.ts';

/** Equal lines are counted from the beginning of a second, and the moment that is asked for is left out. */
const LOOK_BACK_MS = 2_000;
/** A record that is older than this is whole. */
const SURELY_WHOLE_MS = 2_000;

export interface NewestBefore {
  readonly end: RequestEnd;
  /** Undefined where the log has no more lines than that. */
  readonly line: LineId | undefined;
}

type Tools = Pick<LiveViewOptions, 'client' | 'openLines' | 'manner' | 'containerId' | 'tail' | 'signal'>;

export async function newestBefore(options: Tools): Promise<NewestBefore> {
  const { tail, containerId } = options;
  let first: Stamp | undefined;
  // One more than is shown: the last one may be half of a line.
  const newest = logPath(containerId, { follow: false, streams: BOTH_STREAMS, since: undefined, tail: tail + 1 });
  const { end, request } = await read(options, newest, ({ stamp }) => {
    first ??= stamp;
  });
  first ??= request.unsettled;
  if (end.how !== 'complete' || first === undefined || request.records <= tail) return { end, line: undefined };
  const lines: LineId[] = [];
  const since = { seconds: Math.max(1, stampAfter(first, -LOOK_BACK_MS).seconds), nanos: 0 };
  const counted = logPath(containerId, { follow: false, streams: BOTH_STREAMS, since, tail: undefined });
  const all = await read(options, counted, (line) => {
    lines.push(line);
    if (lines.length > Math.max(1, tail)) lines.shift();
  });
  // The newest of all was kept back. While it may be half of a line it is shown once it is whole.
  const last = all.request.unsettled;
  const isWhole = last && compareStamps(last, stampAfter(options.client.now(), -SURELY_WHOLE_MS)) < 0;
  const line = tail === 0 && isWhole ? idOf(last, last.ordinal) : lines.at(-Math.max(1, tail));
  return { end: all.end, line };
}

async function read(options: Tools, path: string, each: (line: LineId) => void) {
  const request = new LogRequest(options, {
    path,
    flushAtEnd: false,
    lastLine: { before: undefined },
    line: (line, nth) => each(idOf(line, nth)),
  });
  return { end: await request.untilEnded(options.signal), request };
}

const idOf = ({ seconds, nanos, stream, hash1, hash2 }: FirstLine, nth: number): LineId => ({
  stamp: { seconds, nanos },
  stream,
  hash1,
  hash2,
  nth,
});
