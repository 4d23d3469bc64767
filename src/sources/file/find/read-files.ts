// Files that were read and whose path is gone: they may come again under another name, and are not read again then.
import { MOST_FILES } from './find-paths.ts';

export class ReadFiles {
  readonly #most: number;
  /** By device and inode, the oldest first: where another was made in the same place, the one before is no more. */
  readonly #byPlace = new Map<string, string>();

  constructor(files: readonly string[], most = MOST_FILES) {
    this.#most = most;
    this.add(files);
  }

  /** As `fileIdOf` names them, the oldest first. */
  get all(): readonly string[] {
    return [...this.#byPlace.values()];
  }

  /** Those that were read last. */
  add(files: readonly string[]): void {
    for (const file of files) {
      const place = placeOf(file);
      this.#byPlace.delete(place);
      this.#byPlace.set(place, file);
    }
    for (const place of this.#byPlace.keys()) {
      if (this.#byPlace.size <= this.#most) break;
      this.#byPlace.delete(place);
    }
  }

  /** This file is there: what stood in its place before cannot come again. */
  sees(file: string): void {
    const place = placeOf(file);
    if (this.#byPlace.get(place) !== file) this.#byPlace.delete(place);
  }
}

const placeOf = (file: string): string => file.slice(0, file.lastIndexOf(':'));
