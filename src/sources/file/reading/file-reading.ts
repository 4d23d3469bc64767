// One file that is being read: what its path leads to, to the end of each generation before the next.

import { isTooManyOpen } from '../../../core/files/too-many-open.ts';
import type { WantedStreams } from '../../../core/lines/line-batch.ts';
import type { GapReason, PositionChange, ReadingState } from '../../../core/lines/reading.ts';
import { type Stamp, stampOfMilliseconds } from '../../../core/lines/stamp.ts';
import type { ReadingOptions } from '../../reading.ts';
import { Cursor } from '../generation/cursor.ts';
import { type FoundEnd, parsePosition, positionChange, positionText } from '../generation/file-position.ts';
import { ALONE } from '../generation/sharing.ts';
import { type SeenFile, seenFile } from '../generation/survey.ts';
import { isReadFailure, whyUnread, wordsOf } from '../generation/why-unread.ts';
import { LineClock } from '../stamps/line-clock.ts';
import { Beside } from './beside.ts';
import { type Drained, drain } from './drain.ts';
import { Generations } from './generations.ts';
import type { HandingOver } from './hand-over.ts';
import { Leaving } from './leaving/leaving.ts';
import type { FileProgress, FileReaderOptions, GenerationTools } from './reading-contract.ts';
import { LookAgain } from './waiting/look-again.ts';
import { Waiting } from './waiting/waiting.ts';

/** It never tells its sink what is `known`: a line has no stamp before it was read, and by the time of the last change every file whose lines say an earlier one would be behind for ever. What is left to be read shows in `progress`. */
export class FileReading {
  readonly #options: FileReaderOptions;
  readonly #given: ReadingOptions;
  readonly #waiting: Waiting;
  readonly #lookAgain: LookAgain;
  readonly #generations: Generations;
  readonly #leaving: Leaving;
  readonly #beside: Beside;
  readonly #clock: LineClock;
  readonly #ended: Promise<void>;
  #wanted: WantedStreams;
  /** Of what was not begun. */
  readonly #foundEnd: FoundEnd | undefined;
  /** Nobody has wanted it, or not for a while: it begins at the end when somebody does. */
  #wasUnwanted = false;
  #state: ReadingState | undefined;
  #note: string | undefined;
  #savedText: string | undefined;
  #isRemoved = false;
  /** What the path led to when all of it had been read. */
  #allRead: SeenFile | undefined;
  #size = 0;
  #letTurnGo: () => void = () => undefined;

  constructor(options: FileReaderOptions, given: ReadingOptions) {
    const before = given.position && parsePosition(given.position);
    this.#options = options;
    this.#given = given;
    this.#waiting = new Waiting(options.clock);
    this.#lookAgain = new LookAgain(options.clock);
    this.#clock = new LineClock({ dialect: before?.dialect });
    this.#savedText = given.position?.head;
    this.#wanted = given.wanted;
    const tools = this.#tools();
    this.#foundEnd = before === undefined ? options.end : before.end;
    this.#generations = new Generations(
      tools,
      (before?.cursors ?? []).map((saved) => new Cursor(saved)),
      this.#foundEnd,
    );
    this.#leaving = new Leaving(this.#generations, tools, before?.destroys ?? false);
    const { path, sharing } = tools;
    this.#beside = new Beside({ path, sharing, generations: this.#generations, leaving: this.#leaving });
    this.#ended = this.#run();
  }

  get progress(): FileProgress {
    const at = this.#generations.newest?.at ?? 0;
    return { dialect: this.#clock.dialect, size: Math.max(this.#size, at), at };
  }

  /** What it reads or has read, as `fileIdOf` names it. */
  get files(): readonly string[] {
    return this.#generations.cursors.map(({ file }) => file);
  }

  takePosition(): PositionChange | undefined {
    const { cursors } = this.#generations;
    const { destroys } = this.#leaving;
    const end = this.#generations.end ?? (this.#foundEnd && { ...this.#foundEnd, isUnwanted: this.#wasUnwanted });
    if (cursors.length === 0 && end === undefined) return undefined;
    const text = positionText({ cursors, end, destroys, dialect: this.#clock.dialect });
    if (text === this.#savedText) return undefined;
    this.#savedText = text;
    return positionChange(text);
  }

  want(wanted: WantedStreams): void {
    this.#wanted = wanted;
    this.changed();
  }

  changed(): void {
    this.#waiting.wake();
  }

  removed(): void {
    this.#isRemoved = true;
    this.#waiting.wake();
  }

  pause(): void {
    this.#waiting.pause();
  }

  resume(): void {
    this.#waiting.resume();
  }

  stop(): Promise<void> {
    this.#waiting.stop();
    return this.#ended;
  }

  #tools(): GenerationTools {
    const { path, format, batch, clock, descriptors, room, turnover, sharing = ALONE } = this.#options;
    const parts: HandingOver = {
      format,
      batch,
      clock: this.#clock,
      wanted: () => this.#wanted,
      take: (lines) => this.#given.sink.lines(lines),
      isHeld: () => this.#waiting.isHeld,
    };
    return {
      path,
      turnover,
      clock,
      descriptors,
      sharing,
      lost: (reason) => this.#lost(reason),
      drain: (cursor, file, isLast) =>
        drain({ file, cursor, isLast }, { room, clock, parts, lasts: () => this.#letTurnGo() }),
    };
  }

  async #run(): Promise<void> {
    // The first call to the sink comes after the reading has begun.
    await Promise.resolve();
    try {
      while (!this.#waiting.isStopped) {
        const until = (await this.#passAsMayBe()) ? this.#generations.nextLeft : this.#lookAgain.at;
        if (this.#state === 'gone') {
          await this.#generations.forgetAll();
          break;
        }
        await this.#waiting.forNews(until);
      }
    } catch (error) {
      if (!this.#waiting.isStopped) this.#given.sink.failed(error);
    } finally {
      await this.#leaving.close();
      await this.#generations.closeAll();
    }
  }

  /** Nothing is concluded of what cannot be opened because too many files are, nor of what is open and gives nothing. */
  async #passAsMayBe(): Promise<boolean> {
    try {
      const isAll = await this.#pass();
      this.#lookAgain.readable();
      return isAll;
    } catch (error) {
      if (!isTooManyOpen(error) && !isReadFailure(error)) throw error;
      this.#stands('unreadable', `Nothing is read of ${this.#options.path}: it ${wordsOf(error)}`);
      return isReadFailure(error) ? this.#lookAgain.unreadable() : this.#lookAgain.tooMany();
    }
  }

  /** Whether there is nothing left to be read. */
  async #pass(): Promise<boolean> {
    if (!this.#wanted.stdout && !this.#wanted.stderr) return this.#rest(this.#isRemoved ? 'gone' : 'not_wanted');
    if (this.#wasUnwanted) {
      await this.#leaving.close();
      await this.#generations.begin('end');
    }
    this.#wasUnwanted = false;
    if ((await this.#generations.drainOlder()) === 'held') return false;
    const seen = await seenFile(this.#options.path);
    const other = seen && (await this.#beside.readerOf(seen));
    if (seen !== undefined && other !== undefined) return this.#restBeside(seen, other);
    const { newest } = this.#generations;
    if (newest !== undefined) return this.#lookAtPath(newest, seen);
    await this.#generations.begin(this.#foundEnd ? 'end' : this.#options.startAt);
    // It is looked at again at once, for it may have been led elsewhere meanwhile.
    if (this.#generations.newest !== undefined) return false;
    return this.#isRemoved ? this.#rest('gone') : this.#restUnread();
  }

  /** Another path reads what this one leads to. */
  async #restBeside(seen: SeenFile, other: string): Promise<boolean> {
    if (!(await this.#beside.stands(seen))) return this.#lookAgain.soon();
    [this.#size, this.#allRead] = [0, undefined];
    if (this.#isRemoved) return this.#rest('gone');
    const { path } = this.#options;
    return this.#rest('idle', `Nothing is read of ${path} by itself: it leads to what is read as ${other}.`);
  }

  async #lookAtPath(newest: Cursor, seen: SeenFile | undefined): Promise<boolean> {
    const isBegun = newest.isBlank && seen !== undefined && this.#isBegun(newest, seen);
    if (seen?.file !== newest.file || newest.isCut || !newest.isProven || isBegun) {
      const { at } = newest;
      const left = await this.#options.descriptors.inTurn((letGo) => {
        this.#letTurnGo = letGo;
        return this.#leaving.leave(newest);
      });
      const isFurther = this.#generations.newest !== newest || newest.at !== at;
      this.#lookAgain.renaming(isFurther);
      if (left === 'nowhere') return this.#nothingThere(newest);
      if (left === 'waits' && newest.isBlank) this.#allRead = seen;
      return left === 'waits' && this.#rest('following');
    }
    await this.#leaving.stays();
    await this.#generations.stands(newest);
    this.#size = seen.size;
    this.#lookAgain.atOnce();
    if (this.#allRead?.size === seen.size && this.#allRead.changed === seen.changed) return this.#rest('following');
    return this.#follow(newest, seen);
  }

  /** Something was written to a blank one, which may be blank again: then it was copied and cut since. */
  #isBegun(blank: Cursor, seen: SeenFile): boolean {
    return seen.size > 0 || (seen.changed !== blank.changed && seen.changed !== this.#allRead?.changed);
  }

  async #follow(newest: Cursor, seen: SeenFile): Promise<boolean> {
    const { descriptors } = this.#options;
    if (!this.#generations.isOpen(newest) && !(await this.#generations.open(newest, seen))) {
      return this.#restUnread();
    }
    if (this.#state !== 'following') this.#stands('catching_up');
    const drained = seen.size < newest.at ? 'changed' : await this.#drainBegun(newest);
    if (drained === 'changed') await this.#generations.cut(newest);
    if (drained !== 'end') return false;
    // What was copied of a blank one is known by having come since.
    if (!newest.isBlank) newest.changed = seen.changed;
    this.#allRead = seen;
    if (descriptors.isFull) await this.#generations.close(newest);
    return false;
  }

  /** What has come to an empty one since is looked at before it is read: others may have come and gone. */
  async #drainBegun(newest: Cursor): Promise<Drained> {
    return newest.isBlank ? 'end' : this.#generations.drain(newest);
  }

  async #nothingThere(newest: Cursor): Promise<boolean> {
    if (!this.#isRemoved) return this.#restUnread();
    if ((await this.#generations.drain(newest, true)) === 'held') return false;
    if (!newest.isProven) this.#lost('removed_while_away');
    else if (newest.isCut || (!this.#generations.isOpen(newest) && newest.size > newest.at))
      this.#lost('removed_before_read');
    else if (this.#generations.hasLostBehind(newest)) this.#lost('removed_before_read');
    return this.#rest('gone');
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

  #rest(state: ReadingState, note?: string): true {
    if (state === 'not_wanted') {
      this.#wasUnwanted = true;
      this.#generations.letGo();
    }
    this.#stands(state, note);
    return true;
  }

  #lost(reason: GapReason): void {
    const { seconds, nanos } = this.#clock;
    const from: Stamp | undefined = seconds === 0 ? undefined : { seconds, nanos };
    this.#given.sink.gap({ reason, from, to: stampOfMilliseconds(this.#options.clock.now()) });
  }

  #stands(state: ReadingState, note?: string): void {
    if ((state === this.#state && note === this.#note) || this.#waiting.isStopped) return;
    [this.#state, this.#note] = [state, note];
    this.#given.sink.state(state, note);
  }
}
