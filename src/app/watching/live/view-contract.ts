// How a view of one container or file is opened, and shown.
import type { LiveView } from '../../../http/resources/watching/live-logs.ts';
import type { LiveOutlet } from './live-outlet.ts';

export interface Showing extends LiveView {
  readonly outlet: LiveOutlet;
  /** Aborts when nobody looks any more. */
  readonly signal: AbortSignal;
}

export interface OpenView {
  /** Resolves when the container is gone or nobody looks any more; with `full` at once where others took the last place meanwhile. */
  show(showing: Showing): Promise<'over' | 'full'>;
}

/**
 * Refuses with a `TocsinError` what cannot be shown.
 * @param over aborts when nobody waits for it any more
 */
export type ViewOpener = (containerId: string, over: AbortSignal) => Promise<OpenView>;
