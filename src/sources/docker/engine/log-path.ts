// How an engine is asked for the lines of a container.
import type { WantedStreams } from '../../../core/lines/line-batch.ts';
import { type Stamp, stampText } from '../../../core/lines/stamp.ts';

export interface LogQuestion {
  readonly follow: boolean;
  readonly streams: WantedStreams;
  /** Inclusive, to the nanosecond. */
  readonly since: Stamp | undefined;
  /** Only so many of the newest records: of both streams, whichever are asked for, and counted before `since` is looked at. */
  readonly tail: number | undefined;
}

export function logPath(containerId: string, { follow, streams, since, tail }: LogQuestion): string {
  const query = [
    `follow=${follow ? 1 : 0}`,
    `stdout=${streams.stdout ? 1 : 0}`,
    `stderr=${streams.stderr ? 1 : 0}`,
    'timestamps=1',
    ...(since ? [`since=${stampText(since)}`] : []),
    ...(tail === undefined ? [] : [`tail=${tail}`]),
  ];
  return `/containers/${encodeURIComponent(containerId)}/logs?${query.join('&')}`;
}
