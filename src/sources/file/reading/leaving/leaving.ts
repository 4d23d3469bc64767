// How a generation is left: what came behind it is found, and read in that order to what the path leads to now.
import { realpath } from 'node:fs/promises';
import type { Cursor } from '../../generation/cursor.ts';
import type { NextGenerations } from '../../generation/next-generations.ts';
import type { SeenFile } from '../../generation/survey.ts';
import { Ahead } from '../../opened/ahead.ts';
import { type OpenFile, openBegun } from '../../opened/open-file.ts';
import type { Generations } from '../generations.ts';
import type { GenerationTools } from '../reading-contract.ts';
import { type Current, comingOf } from './coming.ts';
import { LeftBehind } from './left-behind.ts';
import { lookBehind } from './look-behind.ts';
import { openRest } from './open-rest.ts';
import { stepsBehind } from './steps.ts';

/** `again`: it has to be looked once more. `waits`: nothing stands in the next one yet. `nowhere`: there is none. */
export type Left = 'again' | 'waits' | 'nowhere';

type LeavingTools = Pick<GenerationTools, 'path' | 'clock' | 'lost' | 'sharing'>;

export class Leaving {
  readonly #generations: Generations;
  readonly #tools: LeavingTools;
  readonly #left: LeftBehind;
  readonly #ahead = new Ahead();

  constructor(generations: Generations, tools: LeavingTools, destroys: boolean) {
    this.#generations = generations;
    this.#tools = tools;
    this.#left = new LeftBehind(generations, tools, destroys);
  }

  /** They are destroyed and not renamed, now and then, as far as that was seen. */
  get destroys(): boolean {
    return this.#left.destroys;
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
      const next = await this.#lookBehind(newest, { current, at });
      if (next === undefined) return 'again';
      if (newest.isBlank && (await this.#isReadNameless(newest, next, at))) return 'again';
      const life = current && (await lives.here(current.file.file));
      // What has come and gone meanwhile may not be among what was found.
      const isStable = told === undefined ? life !== undefined : told === (await lives.told());
      if (!isStable) return 'again';
      return await this.#goOn(newest, next, { current, at, life });
    } finally {
      const isHeld =
        current === undefined || this.#generations.files.holds(current.file) || this.#ahead.holds(current.file);
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
    if (isOwn) await this.#left.leaveFor(newest, { file: seen.file, life });
    await this.#generations.standBeside(seen, life);
    return true;
  }

  /** It is gone for good: something may have been written to it that nobody read, although it was empty. */
  mayHaveLines(blank: Cursor): boolean {
    return this.#left.mayHaveLines(blank);
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
    return (await this.#generations.readOn(newest)) !== 'held';
  }

  /** Something stands in a blank one that is open and has no name any more: it is read now or never. */
  async #isReadNameless(newest: Cursor, { fresh }: NextGenerations, at: string): Promise<boolean> {
    const file = this.#generations.files.of(newest);
    if (file === undefined || fresh.some((one) => one.file === newest.file)) return false;
    if ((await file.handle.stat()).size === 0) return false;
    if (!(await this.#isDrained(newest))) return true;
    // What was copied of it before comes behind it then, and nobody knows whether that is all.
    if (!newest.isBlank && fresh.some((one) => one.path !== at)) this.#tools.lost('rotated');
    return !newest.isBlank;
  }

  async #goOn(newest: Cursor, next: NextGenerations, { current, at, life }: Current): Promise<Left> {
    const { rest, again } = next;
    const generations = this.#generations;
    const { lost, clock } = this.#tools;
    if (rest !== undefined && !(await openRest(rest, newest, { generations, lost }))) return 'again';
    if (again !== undefined) return this.#goBack(newest, again, { current, life });
    const whole = rest && generations.files.of(newest);
    const coming = await comingOf({ newest, next, whole, current, at, life });
    if (coming === undefined) return 'again';
    // Opened before any of it is read, or more of the newest.
    const steps = await stepsBehind(coming, { left: this.#left, clock });
    if (steps === undefined) return 'again';
    this.#ahead.set(newest, steps);
    if (rest !== undefined && (await generations.readOn(newest)) !== 'end') return 'again';
    if (steps.length > 0) return this.#goThrough(newest);
    return current === undefined ? 'nowhere' : 'waits';
  }

  /** Each of them is read to its end before the next one is begun. */
  async #goThrough(newest: Cursor): Promise<Left> {
    for (let step = this.#ahead.take(); step !== undefined; step = this.#ahead.take()) {
      const { begun, seen, life, leadsTo, leaves, isMissing } = step;
      // What was known is left when it is certain that something comes behind it.
      if (leaves !== undefined) await this.#left.leave(newest, { ...leaves, isLost: isMissing });
      else if (isMissing) this.#tools.lost('rotated');
      const isRead = await this.#generations.add(begun, { changed: seen.changed, life, at: seen.path, leadsTo });
      this.#ahead.goesOnBehind(this.#generations.newest);
      if (!isRead) return 'again';
    }
    return 'again';
  }

  /** What the path led to before it leads to again, as a link may. */
  async #goBack(newest: Cursor, again: Cursor, { current, life }: Pick<Current, 'current' | 'life'>): Promise<Left> {
    await this.#left.leaveFor(newest, { file: current?.file.file, life });
    await this.#generations.goBack(again, life);
    return 'again';
  }

  /** Rotated files stand beside what a link leads to. */
  #realPath(): Promise<string> {
    return realpath(this.#tools.path).catch(() => this.#tools.path);
  }

  #lookBehind(newest: Cursor, current: Pick<Current, 'current' | 'at'>): Promise<NextGenerations | undefined> {
    const { cursors } = this.#generations;
    const openOf = (one: Cursor): OpenFile | undefined => this.#generations.files.of(one);
    return lookBehind(newest, current, { cursors, openOf, now: this.#tools.clock.now() });
  }
}
