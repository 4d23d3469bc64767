// Files to be watched for as long as somebody looks: nothing was read of them before.
import { hostname } from 'node:os';
import type { Clock } from '../../core/clock.ts';
import { memoryText } from '../../sources/file/file-memory.ts';
import { FileSource } from '../../sources/file/file-source.ts';
import { formatOf } from '../../sources/file/formats/format-of.ts';
import type { FormatName } from '../../sources/file/formats/line-format.ts';
import { FileBatch } from '../../sources/file/lines/file-batch.ts';
import { Descriptors } from '../../sources/file/reading/descriptors.ts';
import { FileReader } from '../../sources/file/reading/file-reader.ts';
import { ReadRoom } from '../../sources/file/reading/read-room.ts';
import { withBeginning } from './with-beginning.ts';

export interface FilesToWatch {
  /** From the root on, or patterns of such. */
  readonly paths: readonly string[];
  readonly format: FormatName;
  readonly fromStart: boolean;
  readonly clock: Clock;
  /** Told once how many there are, when all of them are being read. */
  readonly looked: (files: number) => void;
}

/** The source, and what it is to remember of earlier times. */
export function watchedFiles({ paths, format, fromStart, clock, looked }: FilesToWatch) {
  const shared = { clock, batch: new FileBatch(), room: new ReadRoom(), descriptors: new Descriptors() };
  const watched = paths.map((pattern) => ({ pattern, format, message: 'message' }));
  const files = new FileSource({
    ...{ machine: hostname(), watched, clock },
    createReader: ({ path, startAt, watched: terms }) =>
      new FileReader({ ...shared, path, startAt, format: formatOf(terms) }),
  });
  // What was looked for before is read from its beginning: it has come since.
  return {
    source: withBeginning(files, looked),
    memory: fromStart ? memoryText({ patterns: paths, read: [] }) : undefined,
  };
}
