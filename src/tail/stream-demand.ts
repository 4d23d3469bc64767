// The port through which a tail learns which streams any rule wants.
import type { WantedStreams } from '../core/lines/line-batch.ts';
import type { Origin } from '../core/lines/origin.ts';

export interface StreamDemand {
  /** Which streams of an origin are wanted at this moment. It may depend on the origin's name, labels and workload. */
  wantedOf(origin: Origin): WantedStreams;
  /** Calls `listener` at once whenever an answer of `wantedOf` may have changed, until the signal aborts. */
  onChange(listener: () => void, signal: AbortSignal): void;
}
