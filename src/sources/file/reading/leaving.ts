// How a generation is left: what came behind it is found, and read in that order to what the path leads to now.
import { realpath } from 'node:fs/promises';
import type { Cursor } from '../generation/cursor.ts';
import { LossFinder } from '../generation/losses.ts';
import { type NextGenerations, nextGenerations } from '../generation/next-generations.ts';
import { type SeenFile, seenFile } from '../generation/survey.ts';
import type { Life } from '../generation/turnover.ts';
import { whyUnread } from '../generation/why-unread.ts';
import { Ahead, type Leaves, openAhead, type Step } from '../opened/ahead.ts';
import { thoseWithLines, withoutCopies } from '../opened/copies.ts';
import { type BegunFile, isCopyOf, isStill, type OpenFile, openBegun } from '../opened/open-file.ts';
import type { Generations } from './generations.ts';
import type { GenerationTools } from './reading-contract.ts';
import { isSettled, recognise } from './recognise.ts';

/** `again`: it has to be looked once more. `waits`: nothing stands in the next one yet. `nowhere`: there is none. */
export type Left = 'again' | 'waits' | 'nowhere';

/** What the path leads to, which may be by a link. */
interface Current {
  readonly current: BegunFile | undefined;
  readonly at: string;
  readonly life: Life | undefined;
}

interface LeftBehind extends Leaves {
  /** Others have come behind it, and are no more. */
  readonly isLost: boolean;
}

interface Coming extends Current {
  readonly next: NextGenerations;
  /** What is rotated, the oldest first; empty ones, too. */
  readonly rotated: readonly SeenFile[];
  /** Those of them that are read. */
  readonly older: readonly SeenFile[];
  /** The last of them, where it is a copy of what the path leads to. */
  readonly copied: SeenFile | undefined;
  /** What was seen to be blank, and has been written to and renamed since. */
  readonly own: SeenFile | undefined;
  /** Something stands in what the path leads to. */
  readonly isBegun: boolean;
}

export class Leaving {
  readonly #generations: Generations;
  readonly #tools: Pick<GenerationTools, 'path' | 'clock' | 'lost'>;
  readonly #losses: LossFinder;
  readonly #ahead = new Ahead();

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
    if (this.#ahead.areBehind(newest)) return this.#goThrough(newest);
    await this.stays();
    const at = await this.#realPath();
    // Opened before it is looked around, and held against that afterwards: meanwhile it may be cut.
    const current = await openBegun(at);
    const { lives } = this.#generations;
    try {
      const told = current === undefined ? await lives.told() : undefined;
      const next = await this.#behind(newest, at);
      const seen = next?.fresh.find((one) => one.path === at);
      if (next === undefined) return 'again';
      if (seen && !(await isStill(current, seen)) && !(current === undefined && (await whyUnread(at)))) return 'again';
      if (newest.isBlank && (await this.#isReadNameless(newest, next, at))) return 'again';
      const life = current && (await lives.here(current.file.file));
      // What has come and gone meanwhile may not be among what was found.
      const isStable = told === undefined ? life !== undefined : told === (await lives.told());
      if (!isStable) return 'again';
      return await this.#goOn(newest, next, { current, at, life });
    } finally {
      const isHeld = current === undefined || this.#generations.holds(current.file) || this.#ahead.holds(current.file);
      if (!isHeld) await current.file.handle.close();
    }
  }

  /** The path leads to what another path reads. False while nothing may be handed over, or something happens to it. */
  async leaveBeside(newest: Cursor | undefined, seen: SeenFile): Promise<boolean> {
    const isOwn = newest !== undefined && newest.file !== seen.file && !newest.isBlank;
    if (isOwn && !newest.isCut && !(await this.#isDrained(newest))) return false;
    if (isOwn && this.#ahead.areBehind(newest)) {
      await this.#goThrough(newest);
      return false;
    }
    await this.stays();
    const life = await this.#generations.lives.here(seen.file);
    if (life === undefined) return false;
    if (isOwn) await this.#leaveFor(newest, { file: seen.file, life });
    await this.#generations.standBeside(seen, life);
    return true;
  }

  close(): Promise<unknown> {
    return this.#ahead.drop();
  }

  /** What was found behind the newest has to be looked for anew, or by nobody any more. */
  async stays(): Promise<void> {
    if (await this.#ahead.drop()) this.#tools.lost('rotated');
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

  async #goOn(newest: Cursor, next: NextGenerations, { current, at, life }: Current): Promise<Left> {
    const { rest, fresh, again } = next;
    if (rest !== undefined && !(await this.#standsIn(rest, newest))) return 'again';
    if (again !== undefined) return this.#goBack(newest, again, { current, life });
    const beside = fresh.filter((one) => one.path !== at);
    const found = await thoseWithLines(beside);
    const own = newest.isBlank ? found.find((one) => one.file === newest.file) : undefined;
    const file = rest && this.#generations.openOf(newest);
    const older = await withoutCopies(found, { whole: file && { file, changed: newest.changed }, own });
    const rotated = beside.filter((one) => older.includes(one) || !found.includes(one));
    const last = older.at(-1);
    // It is made to cut it next.
    const mayBeCopied = last !== undefined && last !== own && !last.isPacked;
    const copied = current && mayBeCopied && (await isCopyOf(current.file, last)) ? last : undefined;
    // One is begun when something stands in it, for only by that it is known again.
    const isBegun = current !== undefined && current.first.length > 0 && fresh.at(-1)?.path === at;
    const isNext = isBegun || older.length > 0;
    // Opened before any of it is read, or more of the newest.
    const coming = { next, rotated, older, copied, own, isBegun, current, at, life };
    const steps = isNext ? await this.#openSteps(newest, coming) : [];
    if (steps === undefined) return 'again';
    this.#ahead.set(newest, steps);
    if (rest !== undefined && !(await this.#generations.readToEnd(newest))) return 'again';
    if (steps.length > 0) return this.#goThrough(newest);
    return current === undefined ? 'nowhere' : 'waits';
  }

  /** What comes behind the newest; undefined where some of it is not where it was. */
  async #openSteps(newest: Cursor, coming: Coming): Promise<readonly Step[] | undefined> {
    const { next, rotated, older, copied, own, isBegun, current, at, life } = coming;
    const { rest, fresh, hasUnproven } = next;
    const between = older.filter((one) => one !== copied);
    const isAfter = newest.isBlank ? between.some((one) => one !== own) : older.length > 0;
    const isWhole = rest !== undefined || own !== undefined;
    const mayLack = hasUnproven || (!isWhole && isAfter && (next.mayLack || !newest.isBlank));
    // What came behind it; what stands before it was copied of it.
    const behind = own === undefined ? 0 : between.indexOf(own) + 1;
    const lost = await this.#losses.behind(newest, {
      stands: rotated
        .slice(own === undefined ? 0 : rotated.indexOf(own) + 1)
        .filter((one) => one !== copied)
        .map((one) => older.includes(one)),
      until: life,
      next: current?.file.file,
      isWhole,
      left: async () => this.#generations.openOf(newest)?.handle.stat({ bigint: true }),
    });
    const ownLife = this.#generations.lives.of(newest);
    const wanted = (isBegun ? [...between, ...fresh.slice(-1)] : between).map((seen, n) => ({
      seen,
      isMissing: lost.before.has(n - behind),
      life: seen.path === at ? life : seen === own ? ownLife : lost.lives[n - behind],
      leadsTo: seen.path === at ? at : undefined,
    }));
    const steps = await openAhead(wanted, async (seen) => {
      const begun = seen.path === at ? current : await openBegun(seen.path, seen);
      return begun ?? ((await this.#isUnreadable(seen)) ? 'unreadable' : undefined);
    });
    return steps?.map((step, n) => (n === 0 ? { ...step, leaves: { mayLack, isWhole } } : step));
  }

  /** Each of them is read to its end before the next one is begun. */
  async #goThrough(newest: Cursor): Promise<Left> {
    for (let step = this.#ahead.take(); step !== undefined; step = this.#ahead.take()) {
      const { begun, seen, life, leadsTo, leaves, isMissing } = step;
      // What was known is left when it is certain that something comes behind it.
      if (leaves !== undefined) await this.#leaveBehind(newest, { ...leaves, isLost: isMissing });
      else if (isMissing) this.#tools.lost('rotated');
      const isRead = await this.#generations.add(begun, { changed: seen.changed, life, at: seen.path, leadsTo });
      this.#ahead.goesOnBehind(this.#generations.newest);
      if (!isRead) return 'again';
    }
    return 'again';
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
      stands: [],
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
  async #standsIn(rest: SeenFile, newest: Cursor): Promise<boolean> {
    this.#generations.standsAt(newest, rest.path);
    if (this.#generations.openOf(newest)?.file === rest.file && !newest.isCut) return true;
    await this.#generations.close(newest);
    if (!(await this.#generations.open(newest, rest))) return false;
    if (newest.isCut && newest.size > rest.size && !rest.isPacked) this.#tools.lost('truncated');
    if (rest.file !== newest.file) {
      newest.cuts += 1;
      newest.changed = rest.changed;
    }
    if (!rest.isPacked) newest.file = rest.file;
    newest.isCut = false;
    return true;
  }

  async #leaveBehind(newest: Cursor, { mayLack, isLost, isWhole }: LeftBehind) {
    const wasReadToEnd = this.#generations.isOpen(newest) && !newest.isCut;
    if (newest.isCut) this.#tools.lost('truncated');
    else if (isLost || mayLack || !(isWhole || wasReadToEnd || newest.isBlank)) this.#tools.lost('rotated');
    if (newest.isBlank) await this.#generations.forget(newest);
  }
}
