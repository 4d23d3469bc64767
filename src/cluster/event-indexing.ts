// Brings stored events into the index by which they are searched, in small steps.
import type { Clock } from '../core/clock.ts';
import type { BackgroundTask } from './background-task.ts';

/** What indexing needs of a store. */
export interface EventIndexingStore {
  /** Indexes the next events, and says whether there were enough to do so. Throws `lease_lost` when the fencing number is no longer the newest. */
  indexNext(fencing: number): Promise<boolean>;
}

export interface EventIndexingOptions {
  readonly store: EventIndexingStore;
  readonly clock: Clock;
}

/** How soon it is seen that there are enough. Nobody waits for it: what is in no index is searched as well. */
const LOOK_MS = 1_000;
/** While much is to be indexed, so many times as long as it took is left to those who store events. */
const REST = 4;
/** So that others run also where a step took no measurable time. */
const LEAST_REST_MS = 1;

export function createEventIndexing({ store, clock }: EventIndexingOptions): BackgroundTask {
  return {
    name: 'event_indexing',
    async run({ fencing, signal }) {
      while (!signal.aborted) {
        const begun = clock.monotonic();
        const indexed = await store.indexNext(fencing);
        const took = clock.monotonic() - begun;
        await clock.sleep(indexed ? Math.max(LEAST_REST_MS, took * REST) : LOOK_MS, signal);
      }
    },
  };
}
