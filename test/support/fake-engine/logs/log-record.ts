// A record of a log, and what makes records of what a container writes.
import type { Stamp } from '../../../../src/core/lines/stamp.ts';

export type LogStream = 'stdout' | 'stderr';

export interface LogRecord {
  readonly stream: LogStream;
  readonly stamp: Stamp;
  /** With its newline, if it has one. */
  readonly bytes: Buffer;
}

/** What stands between one stream of a container and its log. */
export interface Copier {
  /** The records that are complete with these bytes; `stamp` gives each line its own. */
  write(bytes: Uint8Array, stamp: () => Stamp): readonly LogRecord[];
  /** The container has ended: what waits for its newline will get none. */
  flush(stamp: () => Stamp): readonly LogRecord[];
}
