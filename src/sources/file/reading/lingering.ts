// The generations that another came behind: a program that was not told of a rotation yet writes to the old file for a while, so each is read on until it is left.
import path from 'node:path';
import type { Cursor } from '../generation/cursor.ts';
import { basesOf } from '../names/rotated-name.ts';
import type { HeldFiles } from '../opened/held-files.ts';
import { isIn } from '../opened/known-again.ts';
import { openAgain } from '../opened/open-again.ts';
import { type OpenFile, openSeen } from '../opened/open-file.ts';
import { writtenBehind } from '../opened/written-behind.ts';
import type { Drained } from './drain.ts';
import type { GenerationTools } from './reading-contract.ts';

const LINGERS_MS = 10_000;

export class Lingering {
  readonly #tools: GenerationTools;
  readonly #files: HeldFiles;
  /** Under which name one was seen that was rotated away. */
  readonly #places = new WeakMap<Cursor, string>();
  /** They were left only a moment before nobody read any more, and have not been found again: files are being renamed. */
  readonly #sought = new Set<Cursor>();
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
    if (this.#files.isLeaving(cursor) || this.#sought.has(cursor)) return;
    const file = this.#files.of(cursor);
    if (file === undefined) return this.#isLeft(cursor);
    const place = this.#places.get(cursor);
    // To what has no name any more nobody writes who does not know of that, as a rule; and to what was packed nobody at all.
    cursor.lingersAt = place !== undefined && (await file.handle.stat()).nlink > 0 ? place : undefined;
    const isWithin = this.#files.leave(cursor, this.#tools.clock.monotonic() + LINGERS_MS);
    if (!isWithin && this.#places.has(cursor)) await this.#files.closeUntilLeft(cursor);
  }

  /** What was written to them since. */
  async drain(cursors: readonly Cursor[]): Promise<Drained> {
    for (const cursor of [...this.#sought]) await this.#seek(cursor);
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
    for (const cursor of left) if (cursor.lingersAt !== undefined) this.#sought.add(cursor);
    const others = left.filter((cursor) => !this.#sought.has(cursor));
    for (const { cursor, seen } of await writtenBehind(this.#tools.path, others)) {
      if (this.#files.of(cursor) !== undefined || !this.#tools.sharing.take(cursor.file)) continue;
      await this.#holdAgain(cursor, await openSeen(seen), seen.path);
    }
  }

  /** A program may have written to it since; where it is nowhere nobody knows. */
  async #seek(cursor: Cursor): Promise<void> {
    const { path: at, sharing, lost } = this.#tools;
    const place = cursor.lingersAt ?? at;
    const isReadOn = this.#files.of(cursor) !== undefined || sharing.furtherThan(cursor) !== undefined;
    const isOurs = !isReadOn && sharing.take(cursor.file);
    const file = isOurs ? await openBeside(place, at, cursor) : undefined;
    if (file === 'moving') return;
    this.#sought.delete(cursor);
    if (!isOurs || (await this.#holdAgain(cursor, file, place))) return;
    lost('rotated');
    this.#isLeft(cursor);
  }

  /** False where what was read of it does not stand there. */
  async #holdAgain(cursor: Cursor, file: OpenFile | undefined, place: string): Promise<boolean> {
    if (file === undefined) return false;
    if (!(await isIn(file, cursor))) return file.handle.close().then(() => false);
    this.#files.hold(cursor, file);
    this.standsAt(cursor, place);
    await this.linger(cursor);
    return true;
  }

  /** Before it is known no more: something may have been written to it behind its rename. */
  readLast(cursor: Cursor): Promise<Drained> {
    const file = this.#files.of(cursor);
    if (this.#sought.delete(cursor)) this.#tools.lost('rotated');
    if (file !== undefined) return this.#tools.drain(cursor, file, true);
    return this.#files.isLeaving(cursor) ? this.#readAgain(cursor) : Promise.resolve('end');
  }

  /** What was written to one that was closed before it was left. */
  async #readAgain(cursor: Cursor): Promise<Drained> {
    const { path: at, drain, lost } = this.#tools;
    const again = await openAgain(this.#places.get(cursor) ?? at, at, cursor);
    const file = again === 'moving' ? undefined : again;
    if (file === undefined) lost('rotated');
    const drained = file === undefined ? 'end' : await drain(cursor, file, true);
    await file?.handle.close();
    if (drained === 'held') return drained;
    this.#files.stay(cursor);
    this.#isLeft(cursor);
    return 'end';
  }

  #isLeft(cursor: Cursor): void {
    cursor.lingersAt = undefined;
    if (!this.#isNewestIn(cursor.file)) this.#tools.sharing.leave(cursor);
  }
}

/** Also beside what it was rotated from, where a link leads elsewhere by now. */
async function openBeside(place: string, at: string, cursor: Cursor): Promise<OpenFile | 'moving' | undefined> {
  const bases = basesOf(path.basename(place)).map((base) => path.join(path.dirname(place), base));
  for (const one of new Set([at, ...bases])) {
    const found = await openAgain(place, one, cursor);
    if (found !== undefined) return found;
  }
  return undefined;
}
