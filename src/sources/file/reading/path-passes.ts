// What a path leads to, looked at again and again: each pass reads what has come to it since the last one.
import type { Clock } from '../../../core/clock.ts';
import { isTooManyOpen } from '../../../core/files/too-many-open.ts';
import type { GapReason, ReadingState } from '../../../core/lines/reading.ts';
import type { Cursor } from '../generation/cursor.ts';
import type { FoundEnd } from '../generation/file-position.ts';
import { type SeenFile, seenFile } from '../generation/survey.ts';
import { isReadFailure, whyUnread, wordsOf } from '../generation/why-unread.ts';
import { Following, type FollowingOptions } from './following.ts';
import type { Generations } from './generations.ts';
import { Beside, type BesideOptions } from './leaving/beside.ts';
import type { Leaving } from './leaving/leaving.ts';
import { LookAgain } from './waiting/look-again.ts';
import type { Turn } from './waiting/turn.ts';

export interface PathPassesOptions extends FollowingOptions, BesideOptions {
  /** Where it is begun of which nothing is known. */
  readonly startAt: 'beginning' | 'end';
  /** Of what was not begun. */
  readonly foundEnd: FoundEnd | undefined;
  readonly turn: Turn;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly isWanted: () => boolean;
}

export class PathPasses {
  readonly #options: PathPassesOptions;
  readonly #lookAgain: LookAgain;
  readonly #following: Following;
  readonly #beside: Beside;
  /** Nobody has wanted it, or not for a while: it begins at the end when somebody does. */
  #wasUnwanted = false;
  #isRemoved = false;

  constructor(options: PathPassesOptions) {
    this.#options = options;
    this.#lookAgain = new LookAgain(options.clock);
    this.#following = new Following(options);
    this.#beside = new Beside(options);
  }

  get wasUnwanted(): boolean {
    return this.#wasUnwanted;
  }

  /** Of what the path led to last. */
  get size(): number {
    return this.#following.size;
  }

  /** The path leads to nothing, and has not for a while. */
  removed(): void {
    this.#isRemoved = true;
  }

  /** When the next one is due where there is no news before, by the monotonic clock. */
  async next(): Promise<number | undefined> {
    return (await this.#passAsMayBe()) ? this.#options.generations.files.nextLeft : this.#lookAgain.at;
  }

  /** Nothing is concluded of what cannot be opened because too many files are, nor of what is open and gives nothing. */
  async #passAsMayBe(): Promise<boolean> {
    try {
      const isAll = await this.#pass();
      this.#lookAgain.readable();
      return isAll;
    } catch (error) {
      if (!isTooManyOpen(error) && !isReadFailure(error)) throw error;
      const { telling, path } = this.#options;
      telling.stands('unreadable', `Nothing is read of ${path}: it ${wordsOf(error)}`);
      return isReadFailure(error) ? this.#lookAgain.unreadable() : this.#lookAgain.tooMany();
    }
  }

  /** Whether there is nothing left to be read. */
  async #pass(): Promise<boolean> {
    const { path, startAt, foundEnd, generations, leaving, isWanted } = this.#options;
    if (!isWanted()) return this.#isRemoved ? this.#rest('gone') : this.#restUnwanted();
    if (this.#wasUnwanted) {
      await leaving.close();
      await generations.begin('end');
    }
    this.#wasUnwanted = false;
    if ((await generations.drainOlder()) === 'held') return false;
    const seen = await seenFile(path);
    const other = seen && (await this.#beside.readerOf(seen));
    if (seen !== undefined && other !== undefined) return this.#restBeside(seen, other);
    const { newest } = generations;
    if (newest !== undefined) return this.#lookAtPath(newest, seen);
    await generations.begin(foundEnd ? 'end' : startAt);
    // It is looked at again at once, for it may have been led elsewhere meanwhile.
    if (generations.newest !== undefined) return false;
    return this.#isRemoved ? this.#rest('gone') : this.#restUnread();
  }

  async #lookAtPath(newest: Cursor, seen: SeenFile | undefined): Promise<boolean> {
    if (seen === undefined || !this.#following.leadsTo(newest, seen)) return this.#leave(newest, seen);
    await this.#options.leaving.stays();
    await this.#following.stands(newest, seen);
    this.#lookAgain.atOnce();
    if (this.#following.hasRead(seen)) return this.#rest('following');
    return (await this.#following.readOn(newest, seen)) ? false : this.#restUnread();
  }

  async #leave(newest: Cursor, seen: SeenFile | undefined): Promise<boolean> {
    const { generations, leaving, turn } = this.#options;
    const { at } = newest;
    const left = await turn.take(() => leaving.leave(newest));
    const isFurther = generations.newest !== newest || newest.at !== at;
    this.#lookAgain.renaming(isFurther);
    if (left === 'nowhere') return this.#nothingThere(newest);
    if (left === 'waits' && newest.isBlank) this.#following.rests(seen);
    return left === 'waits' && this.#rest('following');
  }

  async #nothingThere(newest: Cursor): Promise<boolean> {
    const { generations, leaving, telling } = this.#options;
    if (!this.#isRemoved) return this.#restUnread();
    if ((await generations.drain(newest, true)) === 'held') return false;
    const lost = lostWithPath(newest, generations, leaving);
    if (lost !== undefined) telling.lost(lost);
    return this.#rest('gone');
  }

  /** Another path reads what this one leads to. */
  async #restBeside(seen: SeenFile, other: string): Promise<boolean> {
    if (!(await this.#beside.stands(seen))) return this.#lookAgain.soon();
    this.#following.ends();
    if (this.#isRemoved) return this.#rest('gone');
    const { path } = this.#options;
    return this.#rest('idle', `Nothing is read of ${path} by itself: it leads to what is read as ${other}.`);
  }

  /** The path leads to nothing, or to what cannot be read. */
  async #restUnread(): Promise<boolean> {
    const { path } = this.#options;
    const isThere = (await seenFile(path)) !== undefined;
    const why = await whyUnread(path);
    // It has come, or may be read, since.
    if (why === undefined) return this.#lookAgain.soon();
    return this.#rest(isThere ? 'unreadable' : 'idle', why && `Nothing is read of ${path}: ${why}`);
  }

  #restUnwanted(): true {
    this.#wasUnwanted = true;
    this.#options.generations.letGo();
    return this.#rest('not_wanted');
  }

  #rest(state: ReadingState, note?: string): true {
    this.#options.telling.stands(state, note);
    return true;
  }
}

/** Why something is lost of what is gone from its path for good. */
function lostWithPath(newest: Cursor, generations: Generations, leaving: Leaving): GapReason | undefined {
  if (!newest.isProven || (newest.isBlank && leaving.mayHaveLines(newest))) return 'removed_while_away';
  const isUnread = newest.isCut || (!generations.files.isOpen(newest) && newest.size > newest.at);
  return isUnread || generations.lives.hasLostBehind(newest) ? 'removed_before_read' : undefined;
}
