// What whoever watches an engine tells the reader of a container.
import type { Stamp } from '../../../core/lines/stamp.ts';

/** Where an unknown container is begun. */
export type StartAt = { readonly at: 'beginning' } | { readonly at: 'moment'; readonly moment: Stamp };

/** What whoever watches the engine tells the reader of a container about it. All may be told at any time and more than once. */
export interface ContainerNews {
  started(): void;
  /** It runs no more. */
  ended(): void;
  removed(): void;
  /** The engine is out of reach: whatever fails now fails because of that. */
  engineLost(): void;
  engineBack(): void;
}
