// Finds the line that an event came from in its container's log, and those before and behind it.
import { BOTH_STREAMS, type LineBatch } from '../../../core/lines/line-batch.ts';
import { stampAfter, stampOfMilliseconds } from '../../../core/lines/stamp.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { EventOfLine, LineContext } from '../../../http/resources/watching/written-lines.ts';
import type { EngineHistories } from './engine-histories.ts';
import { LineSearch } from './line-search.ts';

/** So far before the line a log is read: further back only where that was not enough. */
const LOOK_BACK_MS = [60_000, 3_600_000, 86_400_000] as const;

export interface AroundOptions {
  readonly histories: Pick<EngineHistories, 'read'>;
  readonly container: ContainerView;
  readonly event: EventOfLine;
  readonly count: number;
  readonly signal: AbortSignal;
}

const NOT_THERE = 'The engine does not have this line any more: it has thrown away what was written then.';

export async function linesAround(options: AroundOptions): Promise<LineContext> {
  const { histories, container, event, count, signal } = options;
  const at = stampOfMilliseconds(Date.parse(String(event.metadata.line_at)));
  let found: LineContext = { state: 'not_there', why: NOT_THERE, lines: [] };
  for (const back of LOOK_BACK_MS) {
    const search = new LineSearch(event, count);
    const enough = AbortSignal.any([signal, search.enough]);
    const span = { since: stampAfter(at, -back), streams: BOTH_STREAMS };
    const taker = { lines: (batch: LineBatch) => search.take(batch) };
    const read = await histories.read(container, span, { taker, signal: enough });
    if (!read.ok && !search.isFound) return { state: 'unread', why: read.why, lines: [] };
    // What was read further back is of no use where the time was over first.
    if (search.isFound) found = { state: 'found', why: null, lines: search.lines };
    if (signal.aborted || !search.isFound || search.isFull) return found;
  }
  return found;
}
