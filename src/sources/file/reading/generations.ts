// The generations of one file: what its path led to, one after the other, and how far each was read.
import { realpath } from 'node:fs/promises';
import type { Clock } from '../../../core/clock.ts';
import type { GapReason } from '../../../core/lines/reading.ts';
import { Cursor } from '../generation/cursor.ts';
import { BEFORE_BYTES, HEAD_BYTES } from '../generation/fingerprint.ts';
import { type NextGenerations, nextGenerations } from '../generation/next-generations.ts';
import type { SeenFile } from '../generation/survey.ts';
import type { Descriptors } from './descriptors.ts';
import type { Drained } from './drain.ts';
import { HeldFiles } from './held-files.ts';
import { beginsWith, bytesBefore, bytesOf, isIn, type OpenFile, openFile, openSeen } from './open-file.ts';
import { recognise } from './recognise.ts';

/** A program that was not told of a rotation yet writes to the old file for a while. */
const LINGERS_MS = 10_000;
const MOST_GENERATIONS = 8;

export interface GenerationTools {
  readonly path: string;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly descriptors: Descriptors;
  /** Hands over what is left of one that is open. */
  readonly drain: (cursor: Cursor, file: OpenFile, isLast: boolean) => Promise<Drained>;
  readonly lost: (reason: GapReason) => void;
}

export class Generations {
  readonly #tools: GenerationTools;
  readonly #files: HeldFiles;
  #cursors: Cursor[];

  constructor(tools: GenerationTools, cursors: Cursor[]) {
    this.#tools = tools;
    this.#files = new HeldFiles(tools.descriptors);
    this.#cursors = cursors;
  }

  /** The oldest first. */
  get cursors(): readonly Cursor[] {
    return this.#cursors;
  }

  get newest(): Cursor | undefined {
    return this.#cursors.at(-1);
  }

  /** When one that was rotated away is closed; undefined while none is open. */
  get nextLeft(): number | undefined {
    return this.#files.nextLeft;
  }

  isOpen(cursor: Cursor): boolean {
    return this.#files.of(cursor) !== undefined;
  }

  async open(cursor: Cursor, seen: SeenFile): Promise<boolean> {
    const file = await openSeen(seen);
    if (file !== undefined) this.#files.hold(cursor, file);
    return file !== undefined;
  }

  close(cursor: Cursor): Promise<void> {
    return this.#files.close(cursor);
  }

  closeAll(): Promise<void> {
    return this.#files.closeAll();
  }

  async drain(cursor: Cursor, isLast = false): Promise<Drained> {
    const file = this.#files.of(cursor);
    return file === undefined ? 'end' : this.#tools.drain(cursor, file, isLast);
  }

  /** What is still written to those that were rotated away. */
  async drainOlder(): Promise<Drained> {
    for (const cursor of this.#cursors.slice(0, -1)) {
      if (!this.isOpen(cursor)) continue;
      const isLeft = this.#files.isLeft(cursor, this.#tools.clock.monotonic());
      if ((await this.drain(cursor, isLeft)) === 'held') return 'held';
      if (isLeft) await this.#files.close(cursor);
    }
    return 'end';
  }

  /** Begins with what the path leads to; whatever was before is known no more. */
  async begin(startAt: 'beginning' | 'end'): Promise<void> {
    const file = await openFile(this.#tools.path);
    if (file === undefined) return;
    const cursor = Cursor.begin(file.file);
    if (startAt === 'end') {
      const { size } = await file.handle.stat();
      cursor.jump(size, await bytesOf(file, 0, Math.min(size, HEAD_BYTES)), await bytesBefore(file, size));
    }
    for (const known of this.#cursors) await this.#files.close(known);
    this.#cursors = [cursor];
    this.#files.hold(cursor, file);
  }

  /** In the same file something else stands now. */
  async cut(newest: Cursor): Promise<void> {
    newest.isCut = true;
    await this.#files.close(newest);
  }

  /** The path leads to something else than the newest, or it is not certain what it leads to. Whether nothing comes behind it, and there is nothing. */
  async leave(newest: Cursor, seen: SeenFile | undefined): Promise<boolean> {
    if (newest.at === 0 && this.#cursors.length > 1) return this.#forgetEmpty(newest);
    // What was written before the rename is read before anything of the next.
    if (!newest.isCut && (await this.drain(newest)) === 'held') return false;
    const at = await this.#realPath();
    const next = await this.#behind(newest, at);
    if (next === undefined) return false;
    const { rest, fresh, hasDoubts } = next;
    if (rest !== undefined && !(await this.#goOnIn(rest, newest))) return false;
    if (rest === undefined && fresh.length === 0) return seen === undefined;
    if (rest === undefined) this.#tellLoss(newest, fresh.length > 1 || hasDoubts);
    for (const one of fresh) {
      const isCurrent = one.path === at;
      if (isCurrent && fresh.length > 1 && (await this.#wasCopied(one))) continue;
      if (!(await this.#add(one, isCurrent))) return false;
    }
    return false;
  }

  /** A file that was cut may have been cut once more before anything of it was read: then a copy of that stands beside it. */
  async isNext(cursor: Cursor, first: Buffer): Promise<boolean> {
    const before = this.#cursors.at(this.#cursors.indexOf(cursor) - 1);
    if (cursor.at > 0 || cursor.cuts === 0 || before === undefined || before === cursor) return true;
    const next = await this.#behind(before, await this.#realPath());
    if (next === undefined || next.rest === undefined || next.fresh.length <= 1) return next !== undefined;
    const copy = next.fresh.at(-2);
    return copy !== undefined && beginsWith(copy, first.subarray(0, BEFORE_BYTES));
  }

  /** Rotated files stand beside what a link leads to. */
  #realPath(): Promise<string> {
    return realpath(this.#tools.path).catch(() => this.#tools.path);
  }

  #behind(cursor: Cursor, current: string): Promise<NextGenerations | undefined> {
    const cursors = this.#cursors.slice(0, this.#cursors.indexOf(cursor) + 1);
    const now = this.#tools.clock.now();
    const openOf = (one: Cursor): OpenFile | undefined => this.#files.of(one);
    return nextGenerations(current, cursor, (one) => recognise(one, { cursors, openOf, current, now }));
  }

  /** Nothing was read of it, so that nobody knows it again: what comes is behind the one before it. */
  async #forgetEmpty(newest: Cursor): Promise<false> {
    if (!newest.isCut && (await this.drain(newest)) === 'held') return false;
    if (newest.at > 0) return false;
    await this.#files.close(newest);
    this.#cursors.pop();
    return false;
  }

  /** Of the newest generation more stands in this file. */
  async #goOnIn(rest: SeenFile, newest: Cursor): Promise<boolean> {
    if (this.#files.of(newest)?.file !== rest.file || newest.isCut) {
      await this.#files.close(newest);
      const file = await openSeen(rest);
      if (file === undefined) return false;
      this.#files.hold(newest, file);
      if (newest.isCut && newest.size > rest.size && !rest.isPacked) this.#tools.lost('truncated');
      if (!rest.isPacked) newest.file = rest.file;
      newest.changed = rest.changed;
      newest.isCut = false;
    }
    return (await this.drain(newest)) !== 'held';
  }

  #tellLoss(newest: Cursor, mayLack: boolean): void {
    const wasReadToEnd = this.isOpen(newest) && !newest.isCut;
    if (newest.isCut) this.#tools.lost('truncated');
    else if (!wasReadToEnd || mayLack) this.#tools.lost('rotated');
  }

  /** What was taken for the generation before is a copy of it, made to cut it next. */
  async #wasCopied(seen: SeenFile): Promise<boolean> {
    const last = this.newest;
    if (last === undefined || last.at === 0 || seen.isPacked) return false;
    const file = await openSeen(seen);
    if (file === undefined) return false;
    if (!(await isIn(file, last))) {
      await file.handle.close();
      return false;
    }
    await this.#files.close(last);
    last.file = seen.file;
    this.#files.hold(last, file);
    return true;
  }

  async #add(seen: SeenFile, isCurrent: boolean): Promise<boolean> {
    const file = await openSeen(seen);
    if (file === undefined) return false;
    const cuts = this.#cursors.filter((known) => known.file === seen.file).map((known) => known.cuts + 1);
    const cursor = Cursor.begin(seen.file, Math.max(0, ...cuts));
    cursor.changed = seen.changed;
    const leftAt = this.#tools.clock.monotonic() + LINGERS_MS;
    for (const known of this.#cursors) this.#files.leave(known, leftAt);
    this.#cursors.push(cursor);
    this.#files.hold(cursor, file);
    while (this.#cursors.length > MOST_GENERATIONS) await this.#forgetOldest();
    return isCurrent || (await this.drain(cursor)) !== 'held';
  }

  async #forgetOldest(): Promise<void> {
    const [oldest] = this.#cursors;
    if (oldest === undefined) return;
    await this.drain(oldest, true);
    await this.#files.close(oldest);
    this.#cursors = this.#cursors.slice(1);
  }
}
