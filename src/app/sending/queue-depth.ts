// How many deliveries wait, counted now and then: whoever reads metrics or health costs no query.
import type { Clock } from '../../core/clock.ts';

const EVERY_MS = 15_000;
/** More are not counted: that it is many is what matters. */
const MOST = 1_000_000;

export interface QueueDepth {
  /** As it was counted last. */
  readonly value: number;
  /** Counts until the signal aborts. It never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

export function queueDepth(parts: {
  readonly store: { countPending(most: number): Promise<number> };
  readonly clock: Pick<Clock, 'sleep'>;
}): QueueDepth {
  const depth = {
    value: 0,
    async run(signal: AbortSignal) {
      while (!signal.aborted) {
        // A store that cannot say keeps the last word.
        depth.value = await parts.store.countPending(MOST).catch(() => depth.value);
        await parts.clock.sleep(EVERY_MS, signal);
      }
    },
  };
  return depth;
}
