// Where in a container's log the line is behind which a view goes on.
import { BOTH_STREAMS } from '../../../core/lines/line-batch.ts';
import { logPath } from '../engine/log-path.ts';
import { isLine, type LineId } from './line-id.ts';
import { LogRequest, type LogTools, type RequestEnd } from './log-request.ts';

/** So many of the newest records are looked through; more only when the line is not among them. A second or more costs an engine what comes behind the last step. */
const STEPS = [1_000, 100_000] as const;

/** So far before the line a question by its moment reaches back: the streams are a little out of order. */
const LOOK_BACK_SECONDS = 2;

export type Place =
  /** It is there, with so many records behind it, and among the newest `tail`. */
  | { readonly is: 'found'; readonly behind: number; readonly tail: number }
  /** The whole log was looked through, or all of it that is not older. */
  | { readonly is: 'absent' }
  /** It may be there, but not among as many records as a view looks through. */
  | { readonly is: 'far' }
  | Exclude<RequestEnd, { readonly how: 'complete' }>;

export interface Search {
  readonly containerId: string;
  readonly line: LineId;
  readonly signal: AbortSignal;
}

export async function findLine(tools: LogTools, search: Search): Promise<Place> {
  for (const tail of STEPS) {
    const place = await look(tools, search, tail);
    if (!('is' in place) || place.is !== 'far') return place;
  }
  return { is: 'far' };
}

/** Asks for what is there, and keeps nothing of it. */
async function look(tools: LogTools, search: Search, tail: number): Promise<Place> {
  const { containerId, line: wanted, signal } = search;
  let foundAt: number | undefined;
  const request = new LogRequest(tools, {
    path: behindPath(containerId, { follow: false, line: wanted, tail }),
    flushAtEnd: true,
    line: (line, nth, records) => {
      if (isLine(line, nth, wanted)) foundAt = records;
    },
  });
  const end = await request.untilEnded(signal);
  if (end.how !== 'complete') return end;
  if (foundAt !== undefined) return { is: 'found', behind: request.records - foundAt, tail };
  return { is: request.records >= tail ? 'far' : 'absent' };
}

/** A question whose answer reaches back before the line: by records, or by its moment where nothing is said of them. */
export function behindPath(
  containerId: string,
  { follow, line, tail }: { readonly follow: boolean; readonly line: LineId; readonly tail: number | undefined },
): string {
  const since = { seconds: Math.max(1, line.stamp.seconds - LOOK_BACK_SECONDS), nanos: 0 };
  return logPath(containerId, {
    follow,
    streams: BOTH_STREAMS,
    since: tail === undefined ? since : undefined,
    tail,
  });
}
