// What is said between a test and the process that reads for it.
import type { EngineStatus } from '../../../src/sources/docker/watch/engine-status.ts';
import type { CoverageView } from '../../../src/tail/coverage/origin-coverage.ts';

export type WantedWord = 'both' | 'stdout' | 'stderr' | 'none';

export interface ReaderSettings {
  /** As in TOCSIN_DOCKER_HOST. */
  readonly url: string;
  /** The ledger's file. */
  readonly file: string;
  /** `lines`: every line is an effect and stands in the ledger. `digests`: so does its digest. `nothing`: no line is, as when no rule matches. */
  readonly keep: 'lines' | 'digests' | 'nothing';
  /** Both, unless told otherwise. */
  readonly wanted?: WantedWord;
  /** So many times faster does it grow impatient. */
  readonly haste?: number;
  /** The number of the user that it becomes before it begins. */
  readonly user?: number;
}

export interface ReaderReport {
  readonly engine: EngineStatus;
  readonly origins: readonly CoverageView[];
  readonly uncommitted: number;
  /** Per container, since the last report: the longest time between two batches of lines. */
  readonly longestSilenceMs: Readonly<Record<string, number>>;
  /** Per container: from the beginning of the watching to its first lines. */
  readonly firstLinesAfterMs: Readonly<Record<string, number>>;
  readonly cpuMs: number;
  readonly residentBytes: number;
}

/** The two speak only with themselves, so that what comes is what was sent. */
export const parseReaderSettings = (text: string): ReaderSettings => JSON.parse(text);
export const parseReaderReport = (text: string): ReaderReport => JSON.parse(text);
