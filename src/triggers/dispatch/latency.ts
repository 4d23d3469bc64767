// How long an event took from its line to the receiver.
import type { StoredEvent } from '../../core/events/stored-event.ts';

/** In seconds. An event that comes from no line counts from when it was stored; a clock that is ahead of ours counts as none. */
export function latencyOf({ metadata, createdAt }: Pick<StoredEvent, 'metadata' | 'createdAt'>, now: number): number {
  const { line_at: lineAt } = metadata;
  const written = typeof lineAt === 'string' ? Date.parse(lineAt) : Number.NaN;
  return Math.max(0, now - (Number.isNaN(written) ? createdAt : written)) / 1_000;
}
