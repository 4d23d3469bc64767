// The files of this machine, for whoever looks into one beside the tail.
import type { Config } from '../../../config/schema.ts';
import type { ContainerView } from '../../../http/resources/watching/container-shapes.ts';
import type { FileSource } from '../../../sources/file/file-source.ts';
import { fitsPattern } from '../../../sources/file/find/path-pattern.ts';
import { formatOf } from '../../../sources/file/formats/format-of.ts';
import type { FileTerms } from '../../../sources/file/history/file-terms.ts';
import { DIALECTS } from '../../../sources/file/stamps/dialects.ts';
import type { WatchedPaths } from '../../../sources/file/watched-paths.ts';

export interface MachineFiles {
  readonly machine: string;
  readonly watched: readonly WatchedPaths[];
  /** What is known of the times of a file that is being read. */
  readonly dialectOf: (path: string) => string | undefined;
}

export const machineFilesOf = (
  source: FileSource | undefined,
  { files }: Pick<Config, 'files'>,
): MachineFiles | undefined =>
  source && { machine: source.machine, watched: files, dialectOf: (path) => source.details({ path })?.dialect };

/** Why nobody here can look into it, in a sentence, where that is so. */
export function fileToLookInto(
  { host, name: path }: Pick<ContainerView, 'host' | 'name'>,
  files: MachineFiles | undefined,
): FileTerms | string {
  if (files?.machine !== host)
    return `It is a file of the machine ${host}: only a server that watches the files there can look into it.`;
  const terms = files.watched.find(({ pattern }) => fitsPattern(pattern, path));
  if (terms === undefined) return 'No pattern of the configuration leads to it any more.';
  const known = files.dialectOf(path);
  return { path, format: () => formatOf(terms), dialect: DIALECTS.find((dialect) => dialect === known) };
}
