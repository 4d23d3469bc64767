// Which of the watched paths reads a file, and how far those were read that none reads now: several may lead to one, by links or one after the other.
import type { Cursor } from '../generation/cursor.ts';
import type { PastFile, Sharing } from '../generation/sharing.ts';
import { ReadFiles, type RememberedFile } from './read-files.ts';

interface Standing {
  /** Undefined where none reads it now. */
  reader: string | undefined;
  /** How far it was read before that, and under which path as far as that is known. */
  readonly past: PastFile | undefined;
  readonly by?: string | undefined;
}

export class WhoReads {
  /** What is in the position of some path, by `fileIdOf`. */
  readonly #known = new Map<string, Standing>();
  /** What is in none any more. */
  readonly #past: ReadFiles;
  /** What a path is to read that has not begun. */
  readonly #meant = new Map<string, string>();

  constructor(past: readonly RememberedFile[]) {
    this.#past = new ReadFiles(past);
  }

  /** What is in no position, the oldest first. */
  get past(): readonly RememberedFile[] {
    return this.#past.all;
  }

  /** A path has read so far, by its position; the last one is read on. The one that came furthest in a file has it. */
  restore(at: string, cursors: readonly Cursor[]): void {
    // A file that was cut is there twice: what was read of it last counts.
    for (const cursor of new Map(cursors.map((one) => [one.file, one])).values()) {
      const before = this.#known.get(cursor.file)?.past;
      if (before?.at !== undefined && before.at >= cursor.at) continue;
      const isLast = cursor === cursors.at(-1);
      const past = { cursor, at: cursor.at };
      this.#known.set(cursor.file, { reader: isLast ? at : undefined, past, by: at });
      if (isLast) this.#meant.set(at, cursor.file);
    }
  }

  /** This file is there: what stood in its place before cannot come again. */
  sees(file: string): void {
    this.#past.sees(file);
  }

  /** Whether nobody has to begin: some path reads it, or all of it was read. */
  isRead(file: string, size: number): boolean {
    if (this.#known.get(file)?.reader !== undefined) return true;
    const past = this.#pastOf(file);
    return past !== undefined && (past.at === undefined || past.at === size || size === 0);
  }

  /** This path is going to read it. */
  mean(at: string, file: string): void {
    this.#known.set(file, { past: this.#past.of(file), ...this.#known.get(file), reader: at });
    this.#meant.set(at, file);
  }

  /** As the reading of this path sees it. `nameOf` says by which other name that is watched to which a link leads. */
  of(at: string, nameOf: (leadsTo: string) => string | undefined): Sharing {
    const otherOf = (file: string): string | undefined => {
      const { reader } = this.#known.get(file) ?? {};
      return reader === at ? undefined : reader;
    };
    const otherReader = (file: string, leadsTo?: string): string | undefined =>
      otherOf(file) ?? (leadsTo === undefined ? undefined : nameOf(leadsTo));
    return {
      otherReader,
      pastOf: (file) => (otherOf(file) === undefined ? this.#pastOf(file) : undefined),
      furtherThan: (cursor) => {
        const { past, by } = this.#known.get(cursor.file) ?? {};
        const isFurther = past?.at !== undefined && past.at > cursor.at;
        return isFurther && by !== at && otherOf(cursor.file) === undefined ? past.cursor : undefined;
      },
      take: (file, leadsTo) => {
        if (otherReader(file, leadsTo) !== undefined) return false;
        this.#known.set(file, { reader: at, past: undefined });
        this.#meant.delete(at);
        return true;
      },
      leave: (cursor) => {
        if (this.#known.get(cursor.file)?.reader !== at) return;
        this.#known.set(cursor.file, { reader: undefined, past: { cursor, at: cursor.at }, by: at });
      },
      forget: (cursor) => {
        if (otherOf(cursor.file) === undefined) this.#forget(cursor);
      },
      abandon: () => this.#abandon(at),
    };
  }

  /** Another path may have come further in it. */
  #forget(cursor: Cursor): void {
    const { file } = cursor;
    const before = this.#pastOf(file);
    const past = before?.cursor && before.cursor.at > cursor.at ? before : { cursor, at: cursor.at };
    this.#known.delete(file);
    if (past.at !== 0) this.#past.add([{ file, ...past }]);
  }

  #abandon(at: string): void {
    const file = this.#meant.get(at);
    const standing = file === undefined ? undefined : this.#known.get(file);
    this.#meant.delete(at);
    if (standing?.reader === at) standing.reader = undefined;
  }

  #pastOf(file: string): PastFile | undefined {
    const known = this.#known.get(file);
    return known === undefined ? this.#past.of(file) : known.past;
  }
}
