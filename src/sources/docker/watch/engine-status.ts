// How the watching of one engine stands, for the coverage view and for health.
import type { EngineTraits } from '../engine/engine-client.ts';
import type { EngineFault } from '../engine/faults/engine-fault.ts';

/**
 * down: it is out of reach, and tried again and again. negotiating: it is being asked what it is and which containers there
 * are. live: its events tell of every change at once. polling: it gives no events, so containers are looked for in its list.
 */
export type EngineWatchState = 'down' | 'negotiating' | 'live' | 'polling';

export interface EngineStatus {
  /** The engine's name. */
  readonly engine: string;
  readonly state: EngineWatchState;
  /** When the state began, ms since 1970. */
  readonly since: number;
  /** For how long it has been out of reach, since the start when it never was in reach; undefined while it is watched. */
  readonly outOfReachMs: number | undefined;
  /** The last time that something was wrong, also when it is right again. */
  readonly lastFault: { readonly at: number; readonly fault: EngineFault } | undefined;
  /** In this run or an earlier one its containers were listed. */
  readonly everConnected: boolean;
  readonly traits: EngineTraits | undefined;
  /** Containers that there are and are watched. */
  readonly watched: number;
  /** Containers that there are and are left alone. */
  readonly excluded: number;
  /** Containers that there are beyond what can be looked at: nobody knows how they are. */
  readonly beyond: number;
  /** When its containers were listed last, ms since 1970. */
  readonly listedAt: number | undefined;
  /** Containers that no event had announced although events came. */
  readonly eventsMissed: number;
  /** What came as an event and was none. */
  readonly eventsUnreadable: number;
  /** What a person should know: what is refused, and what that costs. */
  readonly notes: readonly string[];
}
