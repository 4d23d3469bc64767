// How the watching of a machine's files stands.
import type { FormatName } from './formats/line-format.ts';
import type { FileProgress } from './reading/reading-contract.ts';

export interface FileStatus {
  /** All that there were have been looked for once. */
  readonly hasLooked: boolean;
  readonly files: number;
  /** Some folders are looked at every second, because nothing is told of them. */
  readonly isPolled: boolean;
}

export interface FileDetails extends Partial<FileProgress> {
  readonly format: FormatName;
}
