// How a generation is left: what came behind it is found, and read in that order to what the path leads to now.
import { realpath } from 'node:fs/promises';
import type { Cursor } from '../generation/cursor.ts';
import { LossFinder } from '../generation/losses.ts';
import { type NextGenerations, nextGenerations } from '../generation/next-generations.ts';
import { type SeenFile, seenFile } from '../generation/survey.ts';
import type { Life } from '../generation/turnover.ts';
import { type BegunFile, isCopyOf, isStill, type OpenFile, openBegun } from '../opened/open-file.ts';
import { withoutCopies } from './copies.ts';
import type { Generations, GenerationTools } from './generations.ts';
import { isSettled, recognise } from './recognise.ts';

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

export class Leaving {
  readonly #generations: Generations;
  readonly #tools: Pick<GenerationTools, 'path' | 'clock' | 'lost'>;
  readonly #losses: LossFinder;

  constructor(generations: Generations, tools: Pick<GenerationTools, 'path' | 'clock' | 'lost'>, destroys: boolean) {
    this.#generations = generations;
    this.#tools = tools;
    this.#losses = new LossFinder(generations.lives, destroys);
  }

  /** They are destroyed and not renamed, now and then, as far as that was seen. */
  get destroys(): boolean {
    return this.#losses.destroys;
  }

  /** The path leads to something else than the newest, or it is not certain what it leads to. */
  async leave(newest: Cursor): Promise<Left> {
    // What was written before the rename is read before anything of the next; of a blank one what was copied comes first.
    if (!newest.isCut && !newest.isBlank && !(await this.#isDrained(newest))) return 'again';
    const at = await this.#realPath();
    // Opened before it is looked around, and held against that afterwards: meanwhile it may be cut.
    const current = await openBegun(at);
    try {
      const next = await this.#behind(newest, at);
      const seen = next?.fresh.find((one) => one.path === at);
      if (next === undefined || (seen && !(await isStill(current, seen)))) return 'again';
      if (newest.isBlank && (await this.#isReadNameless(newest, next, at))) return 'again';
      const life = current && (await this.#generations.lives.here(current.file.file));
      if (current !== undefined && life === undefined) return 'again';
      return await this.#goOn(newest, next, { current, at, life });
    } finally {
      if (current !== undefined && !this.#generations.holds(current.file)) await current.file.handle.close();
    }
  }

  /** The path leads to what another path reads. False while nothing may be handed over, or something happens to it. */
  async leaveBeside(newest: Cursor | undefined, seen: SeenFile): Promise<boolean> {
    const isOwn = newest !== undefined && newest.file !== seen.file && !newest.isBlank;
    if (isOwn && !newest.isCut && !(await this.#isDrained(newest))) return false;
    const life = await this.#generations.lives.here(seen.file);
    if (life === undefined) return false;
    if (isOwn) await this.#leaveFor(newest, { file: seen.file, life });
    await this.#generations.standBeside(seen, life);
    return true;
  }

  /** False while nothing may be handed over. */
  async #isDrained(newest: Cursor): Promise<boolean> {
    const drained = await this.#generations.drain(newest);
    if (drained === 'changed') await this.#generations.cut(newest);
    return drained !== 'held';
  }

  /** Something stands in a blank one that is open and has no name any more: it is read now or never. */
  async #isReadNameless(newest: Cursor, { fresh }: NextGenerations, at: string): Promise<boolean> {
    const file = this.#generations.openOf(newest);
    if (file === undefined || fresh.some((one) => one.file === newest.file)) return false;
    if ((await file.handle.stat()).size === 0) return false;
    if (!(await this.#isDrained(newest))) return true;
    // What was copied of it before comes behind it then, and nobody knows whether that is all.
    if (!newest.isBlank && fresh.some((one) => one.path !== at)) this.#tools.lost('rotated');
    return !newest.isBlank;
  }

  async #goOn(
    newest: Cursor,
    { rest, fresh, hasDoubts, again }: NextGenerations,
    { current, at, life }: Current,
  ): Promise<Left> {
    if (rest !== undefined && !(await this.#goOnIn(rest, newest))) return 'again';
    if (again !== undefined) return this.#goBack(newest, again, { current, life });
    const found = fresh.filter((one) => one.path !== at && one.size > 0);
    const own = newest.isBlank ? found.find((one) => one.file === newest.file) : undefined;
    const file = rest && this.#generations.openOf(newest);
    const older = await withoutCopies(found, { whole: file && { file, changed: newest.changed }, own });
    const last = older.at(-1);
    // It is made to cut it next.
    const mayBeCopied = last !== undefined && last !== own && !last.isPacked;
    const copied = current && mayBeCopied && (await isCopyOf(current.file, last)) ? last : undefined;
    // One is begun when something stands in it, for only by that it is known again.
    const isBegun = current !== undefined && current.first.length > 0 && fresh.at(-1)?.path === at;
    if (!isBegun && older.length === 0) return current === undefined ? 'nowhere' : 'waits';
    const between = older.filter((one) => one !== copied);
    const isAfter = newest.isBlank ? between.some((one) => one !== own) : older.length > 0;
    const mayLack = newest.isBlank ? isAfter && hasDoubts : isAfter || hasDoubts;
    const isWhole = rest !== undefined || own !== undefined;
    // What came behind it; what stands before it was copied of it.
    const behind = own === undefined ? 0 : between.indexOf(own) + 1;
    const lost = await this.#losses.behind(newest, {
      found: between.length - behind,
      until: life,
      next: current?.file.file,
      isWhole,
      left: async () => this.#generations.openOf(newest)?.handle.stat({ bigint: true }),
    });
    const ownLife = this.#generations.lives.of(newest);
    let [isLeft, isMissing] = [false, false];
    for (const [n, one] of (isBegun ? [...between, ...fresh.slice(-1)] : between).entries()) {
      const begun = one.path === at ? current : await openBegun(one.path, one);
      if (begun === undefined && !(await this.#isUnreadable(one))) return 'again';
      isMissing ||= begun === undefined || lost.before.has(n - behind);
      if (begun === undefined) continue;
      // What was known is left when it is certain that something comes behind it.
      if (!isLeft) await this.#leaveBehind(newest, { mayLack, isLost: isMissing, isWhole });
      else if (isMissing) this.#tools.lost('rotated');
      [isLeft, isMissing] = [true, false];
      const itsLife = one.path === at ? life : one === own ? ownLife : lost.lives[n - behind];
      const leadsTo = one.path === at ? at : undefined;
      if (!(await this.#generations.add(begun, { changed: one.changed, life: itsLife, at: one.path, leadsTo })))
        return 'again';
    }
    if (isLeft) return 'again';
    return current === undefined ? 'nowhere' : 'waits';
  }

  /** It stands there as it did, and has for a while, and nobody can read it. */
  async #isUnreadable(one: SeenFile): Promise<boolean> {
    const now = await seenFile(one.path, one.isRotated);
    return now?.file === one.file && isSettled(now, this.#tools.clock.now());
  }

  /** What the path led to before it leads to again, as a link may. */
  async #goBack(newest: Cursor, again: Cursor, { current, life }: Pick<Current, 'current' | 'life'>): Promise<Left> {
    await this.#leaveFor(newest, { file: current?.file.file, life });
    await this.#generations.goBack(again, life);
    return 'again';
  }

  /** Nothing that came behind it stands anywhere. */
  async #leaveFor(
    newest: Cursor,
    { file, life }: { readonly file: string | undefined; readonly life: Life | undefined },
  ) {
    const lost = await this.#losses.behind(newest, {
      found: 0,
      until: life,
      next: file,
      isWhole: false,
      left: async () => this.#generations.openOf(newest)?.handle.stat({ bigint: true }),
    });
    await this.#leaveBehind(newest, { mayLack: false, isLost: lost.before.has(0), isWhole: false });
  }

  /** Rotated files stand beside what a link leads to. */
  #realPath(): Promise<string> {
    return realpath(this.#tools.path).catch(() => this.#tools.path);
  }

  #behind(cursor: Cursor, current: string): Promise<NextGenerations | undefined> {
    const cursors = this.#generations.cursors;
    const now = this.#tools.clock.now();
    const openOf = (one: Cursor): OpenFile | undefined => this.#generations.openOf(one);
    return nextGenerations(current, cursor, (one) => recognise(one, { cursors, openOf, current, now }));
  }

  /** Of the newest generation more stands in this file. */
  async #goOnIn(rest: SeenFile, newest: Cursor): Promise<boolean> {
    if (this.#generations.openOf(newest)?.file !== rest.file || newest.isCut) {
      await this.#generations.close(newest);
      if (!(await this.#generations.open(newest, rest))) return false;
      if (newest.isCut && newest.size > rest.size && !rest.isPacked) this.#tools.lost('truncated');
      if (rest.file !== newest.file) {
        newest.cuts += 1;
        newest.changed = rest.changed;
      }
      if (!rest.isPacked) newest.file = rest.file;
      newest.isCut = false;
    }
    this.#generations.standsAt(newest, rest.path);
    return this.#generations.readToEnd(newest);
  }

  async #leaveBehind(newest: Cursor, { mayLack, isLost, isWhole }: LeftBehind) {
    const wasReadToEnd = this.#generations.isOpen(newest) && !newest.isCut;
    if (newest.isCut) this.#tools.lost('truncated');
    else if (isLost || (!isWhole && (mayLack || !(wasReadToEnd || newest.isBlank)))) this.#tools.lost('rotated');
    if (newest.isBlank) await this.#generations.forget(newest);
  }
}
