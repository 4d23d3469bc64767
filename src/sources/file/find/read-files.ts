// Files that were read and are in no position any more: they may come again under another name, and are not read again then.
import type { PastFile } from '../generation/sharing.ts';
import { MOST_FILES } from './find-paths.ts';

export interface RememberedFile extends PastFile {
  /** As `fileIdOf` names it. */
  readonly file: string;
}

export class ReadFiles {
  readonly #most: number;
  /** By device and inode, the oldest first: where another was made in the same place, the one before is no more. */
  readonly #byPlace = new Map<string, RememberedFile>();

  constructor(files: readonly RememberedFile[], most = MOST_FILES) {
    this.#most = most;
    this.add(files);
  }

  /** The oldest first. */
  get all(): readonly RememberedFile[] {
    return [...this.#byPlace.values()];
  }

  of(file: string): RememberedFile | undefined {
    const found = this.#byPlace.get(placeOf(file));
    return found?.file === file ? found : undefined;
  }

  /** Those that were read last. */
  add(files: readonly RememberedFile[]): void {
    for (const one of files) {
      const place = placeOf(one.file);
      this.#byPlace.delete(place);
      this.#byPlace.set(place, one);
    }
    for (const place of this.#byPlace.keys()) {
      if (this.#byPlace.size <= this.#most) break;
      this.#byPlace.delete(place);
    }
  }

  /** This file is there: what stood in its place before cannot come again. */
  sees(file: string): void {
    const place = placeOf(file);
    if (this.#byPlace.get(place)?.file !== file) this.#byPlace.delete(place);
  }
}

const placeOf = (file: string): string => file.slice(0, file.lastIndexOf(':'));
