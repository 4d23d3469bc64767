// What the book of triggers needs of a store: all that is saved, and a cheap way to see that it has changed.
import type { Trigger, TriggerStanding } from '../../core/deliveries/trigger.ts';

export interface SavedTriggers {
  /** As `revision` said it before the rest was read, so that a change in between is seen the next time. */
  readonly revision: number;
  readonly triggers: readonly Trigger[];
  readonly standings: ReadonlyMap<string, TriggerStanding>;
}

export interface TriggerReader {
  /** Another number after every change of a trigger, or of what is known of one, on whichever instance. */
  revision(): Promise<number>;
  /** A trigger that has not changed since the last time is the same object. */
  loadTriggers(): Promise<SavedTriggers>;
}

/** Triggers that are written down outside of the store. */
export interface ProvisionedTriggers {
  /** The same array as long as nothing changed. */
  readonly triggers: readonly Trigger[];
}
