// How the watching of a machine's files stands.

import type { FormatName } from '../../core/files/file-format.ts';
import type { JoinTerms } from '../../core/joining/joining.ts';
import type { FileProgress } from './reading/reading-contract.ts';
import type { WatchedPaths } from './watched-paths.ts';

export interface FileStatus {
  /** All that there were have been looked for once. */
  readonly hasLooked: boolean;
  readonly files: number;
  /** Some folders are looked at every second, because nothing is told of them. */
  readonly isPolled: boolean;
  /** Each that is looked for. */
  readonly patterns: readonly PatternStatus[];
}

export interface PatternStatus extends WatchedPaths {
  /** How many files it leads to now, those that were rotated among them; undefined before they were looked for. */
  readonly found: number | undefined;
  /** Why it leads to none, or to fewer than there are, in a sentence. */
  readonly why: string | undefined;
}

export interface FileDetails extends Partial<FileProgress> {
  readonly format: FormatName;
  readonly joined: JoinTerms | undefined;
}
