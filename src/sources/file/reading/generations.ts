// The generations of one file: what its path led to, one after the other, and how far each was read.
import type { Clock } from '../../../core/clock.ts';
import type { GapReason } from '../../../core/lines/reading.ts';
import { Cursor } from '../generation/cursor.ts';
import { Lives } from '../generation/lives.ts';
import { type SeenFile, seenFile } from '../generation/survey.ts';
import type { Life, Turnover } from '../generation/turnover.ts';
import type { Descriptors } from '../opened/descriptors.ts';
import { HeldFiles } from '../opened/held-files.ts';
import { type BegunFile, bytesBefore, type OpenFile, openBegun, openSeen } from '../opened/open-file.ts';
import type { Drained } from './drain.ts';

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

export class Generations {
  readonly #tools: GenerationTools;
  readonly #files: HeldFiles;
  readonly lives: Lives;
  #cursors: Cursor[];

  constructor(tools: GenerationTools, cursors: Cursor[]) {
    this.#tools = tools;
    this.#files = new HeldFiles(tools.descriptors);
    this.lives = new Lives(tools.path, tools.turnover);
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

  /** The path leads to it: whatever comes behind it is told from now on. */
  async stands(cursor: Cursor): Promise<void> {
    if (this.lives.knows(cursor)) return;
    const life = await this.lives.here(cursor.file);
    if (life !== undefined) this.lives.begins(cursor, life);
  }

  /** What came behind it was destroyed before anybody read it. */
  hasLostBehind(cursor: Cursor): boolean {
    return this.lives.behind(cursor).lives.length > 0;
  }

  /** What is open of one. */
  openOf(cursor: Cursor): OpenFile | undefined {
    return this.#files.of(cursor);
  }

  isOpen(cursor: Cursor): boolean {
    return this.openOf(cursor) !== undefined;
  }

  /** It is one of those that are open. */
  holds(file: OpenFile): boolean {
    return this.#files.holds(file);
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
    const seen = await seenFile(this.#tools.path);
    const begun = await openBegun(this.#tools.path);
    if (begun === undefined) return;
    const { file, first } = begun;
    const life = await this.lives.here(file.file);
    if (life === undefined) return file.handle.close();
    if (
      startAt === 'beginning' &&
      this.#cursors.length === 0 &&
      this.lives.before(life).lives.some(({ isMoved }) => !isMoved)
    )
      this.#tools.lost('rotated');
    const { size, mtimeNs } = await file.handle.stat({ bigint: true });
    // Of a blank one what was copied since it was found to be blank is read.
    const changed = first.length === 0 && seen?.file === file.file ? seen.changed : mtimeNs;
    const cursor = Cursor.begin({ file: file.file, cuts: 0, first, changed });
    if (startAt === 'end') cursor.jump(Number(size), first, await bytesBefore(file, Number(size)));
    for (const known of this.#cursors) await this.#files.close(known);
    this.#cursors = [cursor];
    this.lives.begins(cursor, life);
    this.#files.hold(cursor, file);
  }

  /** In the same file something else stands now. */
  async cut(newest: Cursor): Promise<void> {
    newest.isCut = true;
    newest.cuts += 1;
    await this.#files.close(newest);
  }

  /** One that was left is what the path leads to again. */
  goBack(cursor: Cursor, life: Life | undefined): void {
    for (const known of this.#cursors) if (known !== cursor) this.#linger(known);
    this.#files.stay(cursor);
    this.#cursors = [...this.#cursors.filter((known) => known !== cursor), cursor];
    this.lives.begins(cursor, life);
  }

  /** Whether it was read to its end. */
  async add(
    { file, first }: BegunFile,
    { changed, life }: { readonly changed: bigint; readonly life: Life | undefined },
  ): Promise<boolean> {
    const hasBeen = this.#cursors.some((known) => known.file === file.file);
    const cuts = Math.max(0, ...this.#cursors.map((known) => known.cuts)) + Number(hasBeen);
    const cursor = Cursor.begin({ file: file.file, cuts, first, changed });
    for (const known of this.#cursors) this.#linger(known);
    this.#cursors.push(cursor);
    this.lives.begins(cursor, life);
    this.#files.hold(cursor, file);
    while (this.#cursors.length > MOST_GENERATIONS) await this.#forgetOldest();
    return this.readToEnd(cursor);
  }

  /** It is closed a while after it was left. */
  #linger(known: Cursor): void {
    this.#files.leave(known, this.#tools.clock.monotonic() + LINGERS_MS);
  }

  async readToEnd(cursor: Cursor): Promise<boolean> {
    const drained = await this.drain(cursor);
    if (drained === 'changed') await this.cut(cursor);
    return drained === 'end';
  }

  async forget(cursor: Cursor): Promise<void> {
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
