// Files to be watched for as long as somebody looks: nothing was read of them before.
import { hostname } from 'node:os';
import type { Clock } from '../../core/clock.ts';
import type { FormatName } from '../../core/files/file-format.ts';
import type { JoinTerms } from '../../core/joining/joining.ts';
import { memoryText } from '../../sources/file/file-memory.ts';
import { fileSourceOf } from '../watching/files/file-source-of.ts';
import { type Beginning, withBeginning } from './with-beginning.ts';

export interface FilesToWatch {
  /** From the root on, or patterns of such. */
  readonly paths: readonly string[];
  readonly format: FormatName;
  /** Of `ndjson`: the member that holds the message. */
  readonly message: string;
  readonly fromStart: boolean;
  /** Lines that belong together are joined to one, so; undefined where they are not. */
  readonly joined: JoinTerms | undefined;
  readonly clock: Clock;
  /** Told once how it begins, when all that there are are being read. */
  readonly looked: (beginning: Beginning) => void;
}

/** The source, and what it is to remember of earlier times. */
export function watchedFiles({ paths, format, message, fromStart, joined, clock, looked }: FilesToWatch) {
  const how = { format, message, joinsLines: joined !== undefined, joinStart: joined?.start };
  const watched = paths.map((pattern) => ({ pattern, ...how }));
  const files = fileSourceOf({ machine: hostname(), watched, clock });
  // What was looked for before is read from its beginning: it has come since.
  return {
    source: withBeginning(files, looked),
    memory: fromStart ? memoryText({ patterns: paths, read: [] }) : undefined,
  };
}
