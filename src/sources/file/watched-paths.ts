// Which files are to be watched, and how their lines stand in them.
import type { FormatName } from '../../core/files/file-format.ts';
import type { FoundEnd } from './generation/file-position.ts';
import type { Sharing } from './generation/sharing.ts';
import type { Turnover } from './generation/turnover.ts';

/** What somebody wants to have watched. */
export interface WatchedPaths {
  /** A path from the root on, or a pattern of such. */
  readonly pattern: string;
  /** Each file is its own unless said. */
  readonly workload?: string | undefined;
  readonly format: FormatName;
  /** Of `ndjson`: the member that holds the message. */
  readonly message: string;
  /** Lines that belong together, as those of a stack trace, are joined to one. */
  readonly joinsLines?: boolean;
  /** A pattern of the line with which one begins; undefined where they are known by their look. */
  readonly joinStart?: string | undefined;
}

export interface FileToRead {
  readonly path: string;
  readonly watched: WatchedPaths;
  readonly startAt: 'beginning' | 'end';
  /** Where it ended when it was found, of one that is begun there. */
  readonly end: FoundEnd | undefined;
  readonly turnover: Turnover;
  readonly sharing: Sharing;
}
