// The generations that another came behind: a program that was not told of a rotation yet writes to the old file for a while, so each is read on until it is left.
import type { Cursor } from '../generation/cursor.ts';
import type { HeldFiles } from '../opened/held-files.ts';
import { openAgain } from '../opened/open-again.ts';
import { openSeen } from '../opened/open-file.ts';
import { writtenBehind } from '../opened/written-behind.ts';
import type { Drained } from './drain.ts';
import type { GenerationTools } from './reading-contract.ts';

const LINGERS_MS = 10_000;

export class Lingering {
  readonly #tools: GenerationTools;
  readonly #files: HeldFiles;
  /** Under which name one was seen that was rotated away. */
  readonly #places = new WeakMap<Cursor, string>();
  /** Of a file that was cut the newest reads on. */
  readonly #isNewestIn: (file: string) => boolean;

  constructor(tools: GenerationTools, files: HeldFiles, isNewestIn: (file: string) => boolean) {
    this.#tools = tools;
    this.#files = files;
    this.#isNewestIn = isNewestIn;
  }

  /** It was rotated away, and stands there. */
  standsAt(cursor: Cursor, place: string): void {
    this.#places.set(cursor, place);
  }

  /** It is left a while after another came. Where too many are open until then, and it has a name, it is closed meanwhile. */
  async linger(cursor: Cursor): Promise<void> {
    if (this.#files.isLeaving(cursor)) return;
    if (this.#files.of(cursor) === undefined) return this.#isLeft(cursor);
    const isWithin = this.#files.leave(cursor, this.#tools.clock.monotonic() + LINGERS_MS);
    if (!isWithin && this.#places.has(cursor)) await this.#files.closeUntilLeft(cursor);
  }

  /** What was written to them since. */
  async drain(cursors: readonly Cursor[]): Promise<Drained> {
    for (const cursor of cursors) {
      const isLeft = this.#files.isLeft(cursor, this.#tools.clock.monotonic());
      const file = this.#files.of(cursor);
      const again = (): Promise<Drained> => this.#readAgain(cursor);
      if (file === undefined) {
        if (isLeft && (await this.#tools.descriptors.inTurn(again)) === 'held') return 'held';
        continue;
      }
      if ((await this.#tools.drain(cursor, file, isLeft)) === 'held') return 'held';
      if (!isLeft) continue;
      await this.#files.close(cursor);
      this.#isLeft(cursor);
    }
    return 'end';
  }

  /** What was written while nobody read to those that were left before. */
  async catchUp(cursors: readonly Cursor[]): Promise<void> {
    const left = cursors.filter(({ isCut, file }) => !isCut && !this.#isNewestIn(file));
    for (const { cursor, seen } of await writtenBehind(this.#tools.path, left)) {
      if (!this.#tools.sharing.take(cursor.file)) continue;
      const file = await openSeen(seen);
      if (file === undefined) continue;
      this.#files.hold(cursor, file);
      this.standsAt(cursor, seen.path);
      await this.linger(cursor);
    }
  }

  /** Before it is known no more: something may have been written to it behind its rename. */
  readLast(cursor: Cursor): Promise<Drained> {
    const file = this.#files.of(cursor);
    if (file !== undefined) return this.#tools.drain(cursor, file, true);
    return this.#files.isLeaving(cursor) ? this.#readAgain(cursor) : Promise.resolve('end');
  }

  /** What was written to one that was closed before it was left. */
  async #readAgain(cursor: Cursor): Promise<Drained> {
    const { path, drain, lost } = this.#tools;
    const file = await openAgain(this.#places.get(cursor) ?? path, path, cursor);
    if (file === undefined) lost('rotated');
    const drained = file === undefined ? 'end' : await drain(cursor, file, true);
    await file?.handle.close();
    if (drained === 'held') return drained;
    this.#files.stay(cursor);
    this.#isLeft(cursor);
    return 'end';
  }

  #isLeft(cursor: Cursor): void {
    if (!this.#isNewestIn(cursor.file)) this.#tools.sharing.leave(cursor);
  }
}
