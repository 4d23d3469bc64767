// Since when each stream of an origin is watched.
import type { WantedStreams } from '../core/lines/line-batch.ts';
import type { WatchedSince } from '../core/lines/standing.ts';

/** A stream that was wanted before goes on; one that is wanted newly begins now. */
export function sinceWhen(wanted: WantedStreams, before: WatchedSince | undefined, now: number): WatchedSince {
  return {
    stdout: wanted.stdout ? (before?.stdout ?? now) : undefined,
    stderr: wanted.stderr ? (before?.stderr ?? now) : undefined,
  };
}
