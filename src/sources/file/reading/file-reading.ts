// One file that is being read, from its beginning to its stop: what its path leads to, each generation to its end before the next.
import type { WantedStreams } from '../../../core/lines/line-batch.ts';
import type { PositionChange } from '../../../core/lines/reading.ts';
import type { ReadingOptions } from '../../reading.ts';
import { Cursor } from '../generation/cursor.ts';
import { type FoundEnd, parsePosition, positionChange, positionText } from '../generation/file-position.ts';
import { ALONE } from '../generation/sharing.ts';
import { LineClock } from '../stamps/line-clock.ts';
import { drain } from './drain.ts';
import { Generations } from './generations.ts';
import type { HandingOver } from './hand-over.ts';
import { Leaving } from './leaving/leaving.ts';
import { PathPasses } from './path-passes.ts';
import type { FileProgress, FileReaderOptions, GenerationTools } from './reading-contract.ts';
import { Telling } from './telling.ts';
import { Turn } from './waiting/turn.ts';
import { Waiting } from './waiting/waiting.ts';

/** It never tells its sink what is `known`: a line has no stamp before it was read, and by the time of the last change every file whose lines say an earlier one would be behind for ever. What is left to be read shows in `progress`. */
export class FileReading {
  readonly #options: FileReaderOptions;
  readonly #given: ReadingOptions;
  readonly #waiting: Waiting;
  readonly #turn: Turn;
  readonly #telling: Telling;
  readonly #generations: Generations;
  readonly #leaving: Leaving;
  readonly #passes: PathPasses;
  readonly #clock: LineClock;
  readonly #ended: Promise<void>;
  #wanted: WantedStreams;
  /** Of what was not begun. */
  readonly #foundEnd: FoundEnd | undefined;
  #savedText: string | undefined;

  constructor(options: FileReaderOptions, given: ReadingOptions) {
    const before = given.position && parsePosition(given.position);
    const { clock, descriptors } = options;
    this.#options = options;
    this.#given = given;
    this.#waiting = new Waiting(clock);
    this.#turn = new Turn(descriptors);
    this.#clock = new LineClock({ dialect: before?.dialect });
    const isOver = (): boolean => this.#waiting.isStopped;
    this.#telling = new Telling({ sink: given.sink, clock, lineClock: this.#clock, isOver });
    this.#savedText = given.position?.head;
    this.#wanted = given.wanted;
    this.#foundEnd = before === undefined ? options.end : before.end;
    const tools = this.#tools();
    const cursors = (before?.cursors ?? []).map((saved) => new Cursor(saved));
    this.#generations = new Generations(tools, cursors, this.#foundEnd);
    this.#leaving = new Leaving(this.#generations, tools, before?.destroys ?? false);
    this.#passes = new PathPasses({
      ...tools,
      startAt: options.startAt,
      foundEnd: this.#foundEnd,
      generations: this.#generations,
      leaving: this.#leaving,
      telling: this.#telling,
      turn: this.#turn,
      isWanted: () => this.#wanted.stdout || this.#wanted.stderr,
    });
    this.#ended = this.#run();
  }

  get progress(): FileProgress {
    const at = this.#generations.newest?.at ?? 0;
    return { dialect: this.#clock.dialect, size: Math.max(this.#passes.size, at), at };
  }

  /** What it reads or has read, as `fileIdOf` names it. */
  get files(): readonly string[] {
    return this.#generations.cursors.map(({ file }) => file);
  }

  takePosition(): PositionChange | undefined {
    const { cursors } = this.#generations;
    const { destroys } = this.#leaving;
    const isUnwanted = this.#passes.wasUnwanted;
    const end = this.#generations.end ?? (this.#foundEnd && { ...this.#foundEnd, isUnwanted });
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
    this.#passes.removed();
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
    const lasts = (): void => this.#turn.letGo();
    return {
      path,
      turnover,
      clock,
      descriptors,
      sharing,
      lost: (reason) => this.#telling.lost(reason),
      drain: (cursor, file, isLast) => drain({ file, cursor, isLast }, { room, clock, parts, lasts }),
    };
  }

  async #run(): Promise<void> {
    // The first call to the sink comes after the reading has begun.
    await Promise.resolve();
    try {
      while (!this.#waiting.isStopped) {
        const due = await this.#passes.next();
        if (this.#telling.state === 'gone') {
          await this.#generations.forgetAll();
          break;
        }
        await this.#waiting.forNews(due);
      }
    } catch (error) {
      if (!this.#waiting.isStopped) this.#given.sink.failed(error);
    } finally {
      await this.#leaving.close();
      await this.#generations.files.closeAll();
    }
  }
}
