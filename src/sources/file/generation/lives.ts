// Which of the files that a path led to each generation is.

import { untilTold } from '../until-told.ts';
import type { Cursor } from './cursor.ts';
import { seenFile } from './survey.ts';
import type { Life, LivesBetween, Turnover } from './turnover.ts';

const NOTHING: LivesBetween = { isCertain: false, lives: [] };

export class Lives {
  readonly #path: string;
  readonly #turnover: Turnover;
  readonly #known = new WeakMap<Cursor, Life>();

  constructor(path: string, turnover: Turnover) {
    this.#path = path;
    this.#turnover = turnover;
  }

  /** Undefined where that is not known. */
  of(cursor: Cursor): Life | undefined {
    return this.#known.get(cursor);
  }

  /** What the path leads to, or led to last, by all that has happened until now. */
  async told(): Promise<number> {
    await untilTold();
    return this.#turnover.now.serial;
  }

  /** Undefined when the path leads to something else than this by now. */
  async here(file: string): Promise<Life | undefined> {
    await untilTold();
    // What is told while one looks may have happened behind that.
    const life = this.#turnover.now;
    return (await seenFile(this.#path))?.file === file ? this.#turnover.isThereAt(life) : undefined;
  }

  /** The path leads to it: whatever comes behind it is told from now on. */
  async stands(cursor: Cursor): Promise<void> {
    if (this.#knows(cursor)) return;
    const life = await this.here(cursor.file);
    if (life !== undefined) this.begins(cursor, life);
  }

  /** Undefined where that is not known: then nothing is certain of what comes behind it. */
  begins(cursor: Cursor, life: Life | undefined): void {
    if (life === undefined) this.#known.delete(cursor);
    else this.#known.set(cursor, life);
    if (life !== undefined) this.#turnover.forget(life);
  }

  /** Something was destroyed before this, the first one. */
  hasLostBefore(first: Life): boolean {
    return this.#turnover
      .between(this.#turnover.first, first)
      .lives.some(({ isMoved, isEmpty }) => !isMoved && !isEmpty);
  }

  /** Something came behind it, and is gone before anybody read it. */
  hasLostBehind(cursor: Cursor): boolean {
    return this.behind(cursor).lives.some(({ isEmpty }) => !isEmpty);
  }

  /** What came behind a generation, and before this. */
  behind(cursor: Cursor, until?: Life): LivesBetween {
    const life = this.#known.get(cursor);
    return life === undefined ? NOTHING : this.#turnover.between(life, until);
  }

  /** Nothing more can be known of it than is. */
  #knows(cursor: Cursor): boolean {
    const life = this.#known.get(cursor);
    return !this.#turnover.now.isHeard || (life !== undefined && this.#turnover.between(life).isCertain);
  }
}
