// Finds the line that an event came from in its container's log, and those before and behind it.
import { BOTH_STREAMS, type LineBatch } from '../../../core/lines/line-batch.ts';
import { stampAfter, stampOfMilliseconds } from '../../../core/lines/stamp.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { EventOfLine, LineContext } from '../../../http/resources/watching/written-lines.ts';
import type { Histories } from './histories.ts';
import type { HistoryRead } from './history-read.ts';
import { LineSearch } from './line-search.ts';

/** So far before the line a log is read: further back only where that was not enough. */
const LOOK_BACK_MS = [60_000, 3_600_000, 86_400_000] as const;

export interface AroundOptions {
  readonly histories: Pick<Histories, 'read'>;
  readonly container: ContainerView;
  readonly event: EventOfLine;
  readonly count: number;
  /** Ends it early: what was found by then is the answer, with what is missing of it. */
  readonly signal: AbortSignal;
}

const NOT_THERE = 'The engine does not have this line any more: it has thrown away what was written then.';
const TIME_WAS_OVER = 'Reading its log took too long, and was given up before all of this was found.';

export async function linesAround(options: AroundOptions): Promise<LineContext> {
  let lines: LineContext['lines'] = [];
  let behind: LineContext['lines'] = [];
  for (const back of LOOK_BACK_MS) {
    const search = new LineSearch(options.event, options.count);
    const why = whyNotRead(await readSpan(search, back, options), search);
    if (search.isFound) {
      // A reading that ended too early may have fewer lines behind it than the one before.
      if (search.behind.length >= behind.length) behind = search.behind;
      lines = [...search.before, ...search.meant, ...behind];
    }
    if (why !== undefined) return { state: lines.length > 0 ? 'found' : 'unread', why, lines };
    if (!search.isFound || search.isFull) break;
  }
  return lines.length > 0 ? { state: 'found', why: null, lines } : { state: 'not_there', why: NOT_THERE, lines };
}

function readSpan(
  search: LineSearch,
  back: number,
  { histories, container, event, signal }: AroundOptions,
): Promise<HistoryRead> {
  const at = stampOfMilliseconds(Date.parse(String(event.metadata.line_at)));
  const span = { since: stampAfter(at, -back), streams: BOTH_STREAMS };
  const taker = { lines: (batch: LineBatch) => search.take(batch) };
  return histories.read(container, span, { taker, signal: AbortSignal.any([signal, search.enough]) });
}

/** Undefined where nothing more of it is wanted. */
function whyNotRead(read: HistoryRead, { enough }: LineSearch): string | undefined {
  if (read.how === 'complete' || enough.aborted) return undefined;
  return read.how === 'closed' ? TIME_WAS_OVER : read.why;
}
