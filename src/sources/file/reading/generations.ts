// The generations of one file: what its path led to, one after the other, and how far each was read.
import { realpath } from 'node:fs/promises';
import type { Clock } from '../../../core/clock.ts';
import type { GapReason } from '../../../core/lines/reading.ts';
import { Cursor } from '../generation/cursor.ts';
import { Lives } from '../generation/lives.ts';
import { LossFinder } from '../generation/losses.ts';
import { type NextGenerations, nextGenerations } from '../generation/next-generations.ts';
import type { SeenFile } from '../generation/survey.ts';
import type { Life, Turnover } from '../generation/turnover.ts';
import type { Descriptors } from '../opened/descriptors.ts';
import { HeldFiles } from '../opened/held-files.ts';
import {
  type BegunFile,
  bytesBefore,
  isCopyOf,
  isStill,
  type OpenFile,
  openBegun,
  openSeen,
} from '../opened/open-file.ts';
import type { Drained } from './drain.ts';
import { recognise } from './recognise.ts';

/** A program that was not told of a rotation yet writes to the old file for a while. */
const LINGERS_MS = 10_000;
const MOST_GENERATIONS = 8;

export interface GenerationTools {
  readonly path: string;
  readonly turnover: Turnover;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly descriptors: Descriptors;
  /** Hands over what is left of one that is open. */
  readonly drain: (cursor: Cursor, file: OpenFile, isLast: boolean) => Promise<Drained>;
  readonly lost: (reason: GapReason) => void;
}

/** `again`: it has to be looked once more. `waits`: nothing stands in the next one yet. `nowhere`: there is none. */
export type Left = 'again' | 'waits' | 'nowhere';

/** What the path leads to, which may be by a link. */
interface Current {
  readonly current: BegunFile | undefined;
  readonly at: string;
  readonly life: Life | undefined;
}

interface LeftBehind {
  /** Others may have come behind it as well. */
  readonly mayLack: boolean;
  /** Others did, and are no more. */
  readonly isLost: boolean;
  /** More of it stands somewhere. */
  readonly isWhole: boolean;
}

export class Generations {
  readonly #tools: GenerationTools;
  readonly #files: HeldFiles;
  readonly #lives: Lives;
  readonly #losses: LossFinder;
  #cursors: Cursor[];

  constructor(
    tools: GenerationTools,
    { cursors, destroys }: { readonly cursors: Cursor[]; readonly destroys: boolean },
  ) {
    this.#tools = tools;
    this.#files = new HeldFiles(tools.descriptors);
    this.#lives = new Lives(tools.path, tools.turnover);
    this.#losses = new LossFinder(this.#lives, destroys);
    this.#cursors = cursors;
  }

  /** They are destroyed and not renamed, now and then, as far as that was seen. */
  get destroys(): boolean {
    return this.#losses.destroys;
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

  /** The path leads to it: whatever comes behind it is told from now on. */
  async stands(cursor: Cursor): Promise<void> {
    if (this.#lives.knows(cursor)) return;
    const life = await this.#lives.here(cursor.file);
    if (life !== undefined) this.#lives.begins(cursor, life);
  }

  /** What came behind it was destroyed before anybody read it. */
  hasLostBehind(cursor: Cursor): boolean {
    return this.#lives.behind(cursor).lives.length > 0;
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
    const begun = await openBegun(this.#tools.path);
    if (begun === undefined) return;
    const { file, first } = begun;
    const life = await this.#lives.here(file.file);
    if (life === undefined) return file.handle.close();
    if (
      startAt === 'beginning' &&
      this.#cursors.length === 0 &&
      this.#lives.before(life).lives.some(({ isMoved }) => !isMoved)
    )
      this.#tools.lost('rotated');
    const { size, mtimeNs } = await file.handle.stat({ bigint: true });
    const cursor = Cursor.begin({ file: file.file, cuts: 0, first, changed: mtimeNs });
    if (startAt === 'end') cursor.jump(Number(size), first, await bytesBefore(file, Number(size)));
    for (const known of this.#cursors) await this.#files.close(known);
    this.#cursors = [cursor];
    this.#lives.begins(cursor, life);
    this.#files.hold(cursor, file);
  }

  /** In the same file something else stands now. */
  async cut(newest: Cursor): Promise<void> {
    newest.isCut = true;
    newest.cuts += 1;
    await this.#files.close(newest);
  }

  /** The path leads to something else than the newest, or it is not certain what it leads to. */
  async leave(newest: Cursor, isHere: boolean): Promise<Left> {
    // What was written before the rename is read before anything of the next.
    const isBegunNow = newest.isBlank && isHere;
    const drained = newest.isCut || isBegunNow ? 'end' : await this.drain(newest);
    if (drained === 'held') return 'again';
    if (drained === 'changed') await this.cut(newest);
    const at = await this.#realPath();
    // Opened before it is looked around, and held against that afterwards: meanwhile it may be cut.
    const current = await openBegun(at);
    try {
      const next = await this.#behind(newest, at);
      const seen = next?.fresh.find((one) => one.path === at);
      if (next === undefined || (seen && !(await isStill(current, seen)))) return 'again';
      const life = current && (await this.#lives.here(current.file.file));
      if (current !== undefined && life === undefined) return 'again';
      return await this.#goOn(newest, next, { current, at, life });
    } finally {
      if (current !== undefined && !this.#files.holds(current.file)) await current.file.handle.close();
    }
  }

  async #goOn(
    newest: Cursor,
    { rest, fresh, hasDoubts }: NextGenerations,
    { current, at, life }: Current,
  ): Promise<Left> {
    if (rest !== undefined && !(await this.#goOnIn(rest, newest))) return 'again';
    const older = fresh.filter((one) => one.path !== at && one.size > 0);
    const last = older.at(-1);
    const copied = current && last && (await isCopyOf(current, last)) ? last : undefined;
    // One is begun when something stands in it, for only by that it is known again.
    const isBegun = current !== undefined && current.first.length > 0 && fresh.at(-1)?.path === at;
    if (!isBegun && older.length === 0) return current === undefined ? 'nowhere' : 'waits';
    const between = older.filter((one) => one !== copied);
    const mayLack = newest.isBlank ? between.length > 0 && hasDoubts : older.length > 0 || hasDoubts;
    const isWhole = rest !== undefined;
    const lost = await this.#losses.behind(newest, {
      ...{ found: between.length, until: life, next: current?.file.file, isWhole },
      left: async () => this.#files.of(newest)?.handle.stat({ bigint: true }),
    });
    for (const [n, one] of (isBegun ? [...between, ...fresh.slice(-1)] : between).entries()) {
      const begun = one.path === at ? current : await openBegun(one.path, one);
      if (begun === undefined) return 'again';
      // What was known is left when it is certain that something comes behind it.
      if (n === 0) await this.#leaveBehind(newest, { mayLack, isLost: lost.before.has(0), isWhole });
      else if (lost.before.has(n)) this.#tools.lost('rotated');
      const itsLife = one.path === at ? life : lost.lives[n];
      if (!(await this.#add(begun, { changed: one.changed, life: itsLife }))) return 'again';
    }
    return 'again';
  }

  /** Rotated files stand beside what a link leads to. */
  #realPath(): Promise<string> {
    return realpath(this.#tools.path).catch(() => this.#tools.path);
  }

  #behind(cursor: Cursor, current: string): Promise<NextGenerations | undefined> {
    const cursors = this.#cursors;
    const now = this.#tools.clock.now();
    const openOf = (one: Cursor): OpenFile | undefined => this.#files.of(one);
    return nextGenerations(current, cursor, (one) => recognise(one, { cursors, openOf, current, now }));
  }

  /** Of the newest generation more stands in this file. */
  async #goOnIn(rest: SeenFile, newest: Cursor): Promise<boolean> {
    if (this.#files.of(newest)?.file !== rest.file || newest.isCut) {
      await this.#files.close(newest);
      const file = await openSeen(rest);
      if (file === undefined) return false;
      this.#files.hold(newest, file);
      if (newest.isCut && newest.size > rest.size && !rest.isPacked) this.#tools.lost('truncated');
      if (rest.file !== newest.file) newest.cuts += 1;
      if (!rest.isPacked) newest.file = rest.file;
      newest.changed = rest.changed;
      newest.isCut = false;
    }
    return this.#readToEnd(newest);
  }

  async #leaveBehind(newest: Cursor, { mayLack, isLost, isWhole }: LeftBehind) {
    const wasReadToEnd = this.isOpen(newest) && !newest.isCut;
    if (newest.isCut) this.#tools.lost('truncated');
    else if (isLost || (!isWhole && (mayLack || !(wasReadToEnd || newest.isBlank)))) this.#tools.lost('rotated');
    if (newest.isBlank) await this.#forget(newest);
  }

  /** Whether it was read to its end. */
  async #add(
    { file, first }: BegunFile,
    { changed, life }: { readonly changed: bigint; readonly life: Life | undefined },
  ): Promise<boolean> {
    const hasBeen = this.#cursors.some((known) => known.file === file.file);
    const cuts = Math.max(0, ...this.#cursors.map((known) => known.cuts)) + Number(hasBeen);
    const cursor = Cursor.begin({ file: file.file, cuts, first, changed });
    const leftAt = this.#tools.clock.monotonic() + LINGERS_MS;
    for (const known of this.#cursors) this.#files.leave(known, leftAt);
    this.#cursors.push(cursor);
    this.#lives.begins(cursor, life);
    this.#files.hold(cursor, file);
    while (this.#cursors.length > MOST_GENERATIONS) await this.#forgetOldest();
    return this.#readToEnd(cursor);
  }

  async #readToEnd(cursor: Cursor): Promise<boolean> {
    const drained = await this.drain(cursor);
    if (drained === 'changed') await this.cut(cursor);
    return drained === 'end';
  }

  async #forget(cursor: Cursor): Promise<void> {
    await this.#files.close(cursor);
    this.#cursors = this.#cursors.filter((one) => one !== cursor);
  }

  async #forgetOldest(): Promise<void> {
    const [oldest] = this.#cursors;
    if (oldest === undefined) return;
    await this.drain(oldest, true);
    await this.#files.close(oldest);
    this.#cursors = this.#cursors.slice(1);
  }
}
