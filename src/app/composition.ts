// What tells the real server from the demo, which is the same app put together a second way.
import type { Clock } from '../core/clock.ts';
import { type OpenStoreOptions, openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import type { Channels } from '../triggers/sending.ts';
import { createEngines, type Engine, type EngineParts } from './watching/engines.ts';

export interface Composition {
  /** Everything is invented, and everybody is let in. */
  readonly isDemo: boolean;
  readonly openStore: (options: OpenStoreOptions) => Promise<Store>;
  /** Which engines there are to watch. */
  readonly createEngines: (parts: EngineParts) => readonly Engine[];
  /** What messages go through; the channels that lead out of here unless said. */
  readonly channels?: Channels;
  /** Puts into an empty store what there is to begin with. */
  readonly furnish?: (store: Store, clock: Clock) => Promise<void>;
}

export const REAL: Composition = { isDemo: false, openStore, createEngines };
