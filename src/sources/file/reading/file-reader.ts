// Reads the lines of what a path leads to, each once, through every rotation.
import { beginReading } from '../../joined-reading.ts';
import type { OriginReading, ReadingOptions } from '../../reading.ts';
import { FileReading } from './file-reading.ts';
import type { FileProgress, FileReaderOptions } from './reading-contract.ts';

export class FileReader {
  readonly #options: FileReaderOptions;
  #reading: FileReading | undefined;
  #isRemoved = false;

  constructor(options: FileReaderOptions) {
    this.#options = options;
  }

  get progress(): FileProgress | undefined {
    return this.#reading?.progress;
  }

  /** What it reads or has read, as `fileIdOf` names it. */
  get files(): readonly string[] {
    return this.#reading?.files ?? [];
  }

  /** Begins to read. The first call to the sink comes after this has returned. One reading at a time. */
  read(options: ReadingOptions): OriginReading {
    const { joining, clock } = this.#options;
    return beginReading(options, { joining, clock, begin: (inner) => this.#begin(inner) });
  }

  #begin(options: ReadingOptions): FileReading {
    this.#reading = new FileReading(this.#options, options);
    if (this.#isRemoved) this.#reading.removed();
    return this.#reading;
  }

  /** Something may have been written or renamed. */
  changed(): void {
    this.#reading?.changed();
  }

  /** The path leads to nothing, and has not for a while. */
  removed(): void {
    this.#isRemoved = true;
    this.#reading?.removed();
    if (this.#reading === undefined) this.#options.sharing?.abandon();
  }
}
