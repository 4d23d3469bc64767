// What finds and reads the files of this machine, by the configuration.
import type { Config } from '../../../config/schema.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Joining } from '../../../core/joining/joining.ts';
import { FileSource } from '../../../sources/file/file-source.ts';
import { formatOf } from '../../../sources/file/formats/format-of.ts';
import { FileBatch } from '../../../sources/file/lines/file-batch.ts';
import { Descriptors } from '../../../sources/file/opened/descriptors.ts';
import { FileReader } from '../../../sources/file/reading/file-reader.ts';
import { ReadRoom } from '../../../sources/file/reading/read-room.ts';
import type { WatchedPaths } from '../../../sources/file/watched-paths.ts';
import { joiningBy } from '../joining/line-start.ts';

export interface FilesOf {
  readonly machine: string;
  readonly watched: readonly WatchedPaths[];
  readonly clock: Clock;
}

export function fileSourceOf({ machine, watched, clock }: FilesOf): FileSource {
  // All files of a machine share these, for they work on one piece at a time.
  const shared = { clock, batch: new FileBatch(), room: new ReadRoom(), descriptors: new Descriptors() };
  return new FileSource({
    ...{ machine, watched, clock },
    createReader: ({ watched: terms, ...file }) =>
      new FileReader({ ...shared, ...file, format: formatOf(terms), joining: joiningOf(terms) }),
  });
}

const joiningOf = ({ joinsLines, joinStart: start }: WatchedPaths): Joining | undefined =>
  joinsLines ? joiningBy({ start }) : undefined;

export interface FileParts {
  readonly config: Pick<Config, 'files' | 'filesJoinStart' | 'machineName'>;
  readonly hostname: string;
  readonly clock: Clock;
}

/** Undefined where nobody wants any file to be watched. */
export function createFiles({ config, hostname, clock }: FileParts): FileSource | undefined {
  const { files, filesJoinStart, machineName = hostname } = config;
  const watched = files.map((named) => ({ ...named, joinStart: named.joinStart ?? filesJoinStart }));
  return files.length === 0 ? undefined : fileSourceOf({ machine: machineName, watched, clock });
}
