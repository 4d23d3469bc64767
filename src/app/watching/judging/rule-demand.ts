// Which streams of a container any rule in force wants to see.
import type { WantedStreams } from '../../../core/lines/line-batch.ts';
import { workloadId } from '../../../core/lines/workload-id.ts';
import type { RuleBook } from '../../../rules/book/rule-book.ts';
import type { StreamDemand } from '../../../tail/stream-demand.ts';

/** Until the rules have been read nobody knows what a line would mean, so none is asked for. */
const NOTHING: WantedStreams = { stdout: false, stderr: false };

export function demandOf(book: Pick<RuleBook, 'current' | 'onChange'>): StreamDemand {
  return {
    wantedOf: (origin) => book.current?.selectionOf(workloadId(origin)).wanted ?? NOTHING,
    onChange: (listener, signal) => book.onChange(() => listener(), signal),
  };
}
