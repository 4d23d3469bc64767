// The generations of one file: what its path led to, one after the other, and how far each was read.
import { realpath } from 'node:fs/promises';
import { Cursor } from '../generation/cursor.ts';
import type { FoundEnd } from '../generation/file-position.ts';
import { Lives } from '../generation/lives.ts';
import { type SeenFile, seenFile } from '../generation/survey.ts';
import type { Life } from '../generation/turnover.ts';
import { type BeginOptions, begin } from '../opened/begin.ts';
import { cursorBehind, furtherOf } from '../opened/begun-before.ts';
import { endOfUnbegun } from '../opened/found-end.ts';
import { HeldFiles } from '../opened/held-files.ts';
import { type BegunFile, openBegun } from '../opened/open-file.ts';
import type { Drained } from './drain.ts';
import { Lingering } from './lingering.ts';
import type { GenerationTools } from './reading-contract.ts';

const MOST_GENERATIONS = 8;

interface Added {
  readonly changed: bigint;
  readonly life: Life | undefined;
  readonly at: string;
  /** Where the path leads, of what it leads to now. */
  readonly leadsTo: string | undefined;
}

export class Generations {
  /** Those that are open. */
  readonly files: HeldFiles;
  readonly lives: Lives;
  readonly #tools: GenerationTools;
  readonly #lingering: Lingering;
  /** Of what is to be begun at its end, and could not be yet. */
  #end: FoundEnd | undefined;
  #cursors: Cursor[];
  /** Those that were left before it began may have been written to since. */
  #isCaughtUp: boolean;

  constructor(tools: GenerationTools, cursors: Cursor[], end: FoundEnd | undefined) {
    this.#tools = tools;
    this.#end = end;
    this.files = new HeldFiles(tools.descriptors);
    this.#lingering = new Lingering(tools, this.files, (file) => file === this.newest?.file);
    this.lives = new Lives(tools.path, tools.turnover);
    this.#cursors = [...cursors.slice(0, -1), ...cursors.slice(-1).map((newest) => furtherOf(tools.sharing, newest))];
    this.#isCaughtUp = cursors.length < 2;
    for (const older of cursors.slice(0, -1)) tools.sharing.leave(older);
    if (this.newest !== undefined) tools.sharing.take(this.newest.file);
  }

  /** The oldest first. */
  get cursors(): readonly Cursor[] {
    return this.#cursors;
  }

  get newest(): Cursor | undefined {
    return this.#cursors.at(-1);
  }

  /** Where it ended that was not begun; undefined where nobody wants it, too. */
  get end(): FoundEnd | undefined {
    return this.#end;
  }

  /** It was rotated away, and stands there. */
  standsAt(cursor: Cursor, place: string): void {
    this.#lingering.standsAt(cursor, place);
  }

  async drain(cursor: Cursor, isLast = false): Promise<Drained> {
    const file = this.files.of(cursor);
    return file === undefined ? 'end' : this.#tools.drain(cursor, file, isLast);
  }

  /** What has come to it; where something else stands there it is cut. */
  async readOn(cursor: Cursor): Promise<Drained> {
    const drained = await this.drain(cursor);
    if (drained === 'changed') await this.cut(cursor);
    return drained;
  }

  /** What is still written to those that were rotated away. */
  async drainOlder(): Promise<Drained> {
    const older = this.#cursors.slice(0, -1);
    if (!this.#isCaughtUp) await this.#lingering.catchUp(older);
    this.#isCaughtUp = true;
    return this.#lingering.drain(older);
  }

  /** Begins with what the path leads to; whatever was before is known no more. */
  async begin(startAt: 'beginning' | 'end'): Promise<void> {
    const { path, sharing, lost } = this.#tools;
    const seen = await seenFile(path);
    const begun = await openBegun(path).catch((error) => {
      if (seen !== undefined && startAt === 'end') this.#end = endOfUnbegun(seen, this.#end);
      throw error;
    });
    if (begun === undefined) return;
    const { file } = begun;
    const life = await this.lives.here(file.file);
    if (life === undefined) return file.handle.close();
    const isFirst = this.#cursors.length === 0;
    if (isFirst && startAt === 'beginning' && this.lives.hasLostBefore(life)) lost('rotated');
    const past = isFirst ? await cursorBehind(sharing, begun) : undefined;
    const cursor = past ?? (await this.#beginAnew(begun, { startAt, seen, end: this.#end }));
    const leadsTo = await realpath(path).catch(() => undefined);
    await this.forgetAll();
    if (!sharing.take(file.file, leadsTo)) return file.handle.close();
    this.#end = undefined;
    this.#cursors = [cursor];
    this.lives.begins(cursor, life);
    this.files.hold(cursor, file);
  }

  /** In the same file something else stands now. */
  async cut(newest: Cursor): Promise<void> {
    newest.isCut = true;
    newest.cuts += 1;
    await this.files.close(newest);
  }

  /** One that was left is what the path leads to again. */
  async goBack(cursor: Cursor, life: Life | undefined): Promise<void> {
    const further = furtherOf(this.#tools.sharing, cursor);
    if (further !== cursor) await this.files.close(cursor);
    this.files.stay(cursor);
    this.#cursors = this.#cursors.filter((known) => known !== cursor);
    this.#tools.sharing.take(cursor.file);
    await this.#push(further, life);
  }

  /** Whether it was read to its end. */
  async add(begun: BegunFile, { changed, life, at, leadsTo }: Added): Promise<boolean> {
    const { file, first } = begun;
    const hasBeen = this.#cursors.some((known) => known.file === file.file);
    const cuts = Math.max(0, ...this.#cursors.map((known) => known.cuts)) + Number(hasBeen);
    const cursor =
      (await cursorBehind(this.#tools.sharing, begun)) ?? Cursor.begin({ file: file.file, cuts, first, changed });
    if (!this.#tools.sharing.take(file.file, leadsTo)) {
      await file.handle.close();
      return true;
    }
    if (at !== leadsTo) this.standsAt(cursor, at);
    await this.#push(cursor, life);
    this.files.hold(cursor, file);
    return (await this.readOn(cursor)) === 'end';
  }

  /** Another path reads what this one leads to: nothing of that is known here. */
  async standBeside({ file, changed }: SeenFile, life: Life | undefined): Promise<void> {
    for (const known of this.#cursors) if (known.file === file || known.isBlank) await this.forget(known);
    await this.#push(Cursor.begin({ file, cuts: 0, first: Buffer.alloc(0), changed }), life);
  }

  /** Nobody wants what is read here. */
  letGo(): void {
    this.#end = undefined;
    for (const known of this.#cursors) this.#tools.sharing.leave(known);
  }

  async forgetAll(): Promise<void> {
    for (const known of this.#cursors) await this.forget(known);
  }

  async forget(cursor: Cursor): Promise<void> {
    await this.files.close(cursor);
    this.#cursors = this.#cursors.filter((one) => one !== cursor);
    if (!this.#cursors.some(({ file }) => file === cursor.file)) this.#tools.sharing.forget(cursor);
  }

  async #beginAnew(begun: BegunFile, options: BeginOptions): Promise<Cursor> {
    const { cursor, lost } = await begin(begun, options);
    if (lost !== undefined) this.#tools.lost(lost);
    return cursor;
  }

  async #push(cursor: Cursor, life: Life | undefined): Promise<void> {
    this.#cursors.push(cursor);
    for (const known of this.#cursors.slice(0, -1)) await this.#lingering.linger(known);
    this.lives.begins(cursor, life);
    let isForgotten = true;
    while (isForgotten && this.#cursors.length > MOST_GENERATIONS) isForgotten = await this.#forgetsOldest();
  }

  /** False while nothing may be handed over, for something may have been written to it behind its rename. */
  async #forgetsOldest(): Promise<boolean> {
    const [oldest] = this.#cursors;
    if (oldest === undefined) return false;
    if ((await this.#lingering.readLast(oldest)) === 'held') return false;
    await this.forget(oldest);
    return true;
  }
}
