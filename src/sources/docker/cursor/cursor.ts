// How far a container was read: the newest stamp, and a ring of the lines that may come again when the engine is asked for what follows.
import type { WantedStreams } from '../../../core/lines/line-batch.ts';
import { compareStamps, type Stamp, stampAfter } from '../../../core/lines/stamp.ts';
import type { RawLine } from '../lines/raw-line.ts';
import { RunEnds } from '../lines/runs/run-ends.ts';
import type { CursorOptions, CursorState } from './cursor-state.ts';
import { forget, type LookBack, lookBackOf, MOST_ENTRIES, nextLookAt } from './forgetting.ts';
import { type KnownBy, type Moment, SeenRing } from './seen-ring.ts';
import {
  changedStarts,
  EVER,
  earliestOf,
  earliestStart,
  latestStart,
  type StreamStarts,
  startOf,
  startsBy,
  wantedBits,
} from './stream-starts.ts';

/** Times change with every line, so they are kept as plain numbers here and become stamps when somebody asks. */
export class Cursor {
  readonly ring = new SeenRing();
  /** Where the container ended within a line, which was handed over if anybody wanted it. */
  readonly runEnds: RunEnds;
  readonly #options: CursorOptions;
  readonly mostEntries: number;
  readonly #lookBack: LookBack;
  #hasNewest = false;
  #newestSeconds = 0;
  #newestNanos = 0;
  /** Every line with this stamp or a later one that was handed over is in the ring. */
  #floor: Stamp = EVER;
  /** The clock of the engine went back: the newest stamp before that, until it is passed again. */
  #stepped: Stamp | undefined;
  #isTorn: boolean;
  #starts: StreamStarts;
  #unfinished: Stamp | undefined;
  #logBegins: KnownBy | undefined;
  #pruneAt = nextLookAt(0, MOST_ENTRIES);

  constructor(state: Pick<CursorState, 'starts'> & Partial<CursorState>, options: CursorOptions) {
    this.#options = options;
    this.mostEntries = options.mostEntries ?? MOST_ENTRIES;
    this.#lookBack = lookBackOf(options.coarse);
    this.#starts = state.starts;
    if (state.newest) this.#setNewest(state.newest);
    this.#floor = state.floor ?? EVER;
    this.#stepped = state.stepped;
    this.#isTorn = state.isTorn ?? false;
    this.#unfinished = state.unfinished;
    this.#logBegins = state.logBegins;
    this.runEnds = new RunEnds(state.runEnds);
  }

  get state(): CursorState {
    return {
      newest: this.newest,
      floor: this.#floor,
      stepped: this.#stepped,
      isTorn: this.#isTorn,
      starts: this.#starts,
      unfinished: this.unfinished,
      runEnds: this.runEnds.all,
      logBegins: this.#logBegins,
    };
  }

  get newest(): Stamp | undefined {
    return this.#hasNewest ? { seconds: this.#newestSeconds, nanos: this.#newestNanos } : undefined;
  }

  /** Whether the engine's clock went back and has not yet come to where it was: then what comes again need not be in the ring. */
  get isStepped(): boolean {
    return this.#stepped !== undefined;
  }

  /** Whether it is known, and was told, that what came behind the newest line is lost: until the next line comes. */
  get isTorn(): boolean {
    return this.#isTorn;
  }

  tear(): void {
    this.#isTorn = true;
  }

  /** Where stamps have whole seconds: the line that the engine's log begins with, while nothing but lines of its second was handed over. From there on they can be counted. */
  get logBegins(): KnownBy | undefined {
    return this.#logBegins;
  }

  /** Where stamps have whole seconds: whether the newest has more lines than are known, so that it can be counted from its beginning alone. */
  get isBeyondBound(): boolean {
    return this.#options.coarse && this.#hasNewest && this.#floor.seconds > this.#newestSeconds;
  }

  /** The log was cut off, and begins with this line, which is of the newest second. */
  beginAnew(line: KnownBy): void {
    this.#logBegins = line;
  }

  /** From when on there is something on a wanted stream that was read and is not finished: what is written may go on with it. From ever where nobody knows. */
  get unfinished(): Stamp | undefined {
    return earliestOf(this.#options.openSince(), this.#unfinished);
  }

  /** An answer has ended, and left this unfinished. */
  leave(unfinished: Stamp | undefined): void {
    this.#unfinished = unfinished;
  }

  /** The moment from which on the engine has to be asked, so that no line is missed; undefined: from the beginning. */
  since(): Stamp | undefined {
    const { newest } = this;
    if (newest === undefined) return earliestStart(this.#starts);
    const back = stampAfter(newest, -this.#lookBack.usualMs);
    const from = compareStamps(back, this.#floor) < 0 ? this.#floor : back;
    if (!this.#options.coarse) return from;
    const seconds = Math.min(this.#floor.seconds, newest.seconds);
    return { seconds: Math.min(from.seconds, Math.max(this.#secondBefore() ?? from.seconds, seconds)), nanos: 0 };
  }

  /** An answer from it on begins before the newest second, so that the lines of that one can be counted. */
  #secondBefore(): number | undefined {
    const before = this.ring.secondBefore(this.#newestSeconds);
    return before !== undefined && before < this.#newestSeconds ? before : undefined;
  }

  /** Other streams are wanted: those that were not before are judged from `now` on, those that were go on. */
  want(wanted: WantedStreams, now: Stamp): void {
    const { stdout, stderr } = this.#starts;
    if ((wanted.stdout && !stdout) || (wanted.stderr && !stderr)) this.#unfinished = EVER;
    this.#starts = changedStarts(this.#starts, wanted, now);
  }

  /** The latest moment from which on a stream is judged. */
  get latestStart(): Stamp | undefined {
    return latestStart(this.#starts);
  }

  /** No stream is judged later than from this moment on. */
  startBy(moment: Stamp): void {
    this.#starts = startsBy(this.#starts, moment);
  }

  /** Whether anybody wants the line, known or not. */
  wants({ stream, seconds, nanos }: Moment): boolean {
    const start = startOf(this.#starts, stream);
    return start !== undefined && (seconds - start.seconds || nanos - start.nanos) >= 0;
  }

  /**
   * Where stamps have whole seconds: whether an answer that has the wanted streams alone brings a line from before the newest second
   * that is known, as it has to where lines of the others were handed over.
   */
  areWantedEnough(): boolean {
    const wanted = wantedBits(this.#starts);
    const from = this.since()?.seconds ?? 0;
    if ((this.ring.streamsIn(from, this.#newestSeconds) & wanted) !== 0) return true;
    return (this.ring.streamsIn(0, Number.POSITIVE_INFINITY) & ~wanted) === 0;
  }

  /** Whether the line was handed over before. */
  knows(line: RawLine, ordinal: number): boolean {
    if (!this.#hasNewest) return false;
    // What lies behind the newest line is new, but for where the clock went back.
    return (this.#againstNewest(line) <= 0 || this.#stepped !== undefined) && this.ring.has(line, ordinal);
  }

  /** Whether a line of this moment and stream was handed over: then another one is a piece of it, whose beginning the engine has cut off. */
  knowsMoment(line: Moment): boolean {
    return this.ring.hasMoment(line);
  }

  /** Whether the line is older than what the ring remembers: it came before, or the engine's clock went back. */
  isBehind(line: RawLine): boolean {
    return this.#hasNewest && this.#againstNewest(line) < 0 && compareStamps(line, this.#floor) < 0;
  }

  /** The line is handed over now. `isLoose`: it was ended before its end had come, and is known by its moment alone. */
  add(line: RawLine, ordinal: number, isLoose = false): void {
    this.#isTorn = false;
    if (!this.#hasNewest || this.#againstNewest(line) >= 0) this.#advance(line);
    else if (this.#isStep(line)) this.#stepBack(line);
    this.ring.add(line, ordinal, isLoose);
    if (this.ring.count >= this.#pruneAt) this.prune();
  }

  /**
   * Whether the clock went back before the line was written. Of a very busy container the ring covers less time than lines may be late
   * where the machine has too much to do: such a line is one that is late, and what is said of the others goes on to be true.
   */
  #isStep(line: RawLine): boolean {
    if (compareStamps(line, this.#floor) >= 0) return false;
    return this.#options.coarse || compareStamps(line, stampAfter(this.newest ?? EVER, -this.#lookBack.usualMs)) < 0;
  }

  /**
   * Whether the ring has reached its bound because a line does not end: that line has to be ended, or what may come again would be forgotten.
   * Never where stamps have whole seconds: every second of a busy container may fill it, a moment is no identity there, and what is
   * unfinished is asked for from its own beginning.
   */
  isOverfull(): boolean {
    return !this.#options.coarse && this.ring.count >= this.mostEntries;
  }

  /** Forgets the lines that cannot come again. */
  prune(): void {
    const { mostEntries, ring } = this;
    const { usualMs, leastMs } = this.#lookBack;
    const [usual, least] = [this.#keepFrom(usualMs), this.#keepFrom(leastMs)];
    const newestAfterStep = this.#stepped && (this.newest ?? EVER);
    const terms = { mostEntries, usual, least, isCoarse: this.#options.coarse, newestAfterStep };
    this.#floor = forget(ring, this.#floor, terms);
    this.#pruneAt = nextLookAt(ring.count, mostEntries);
  }

  /** Lines from there on may come again, where so far back may come what is new. */
  #keepFrom(lookBackMs: number): Stamp {
    const { coarse, openSince, askedSince } = this.#options;
    const before = coarse ? this.#secondBefore() : undefined;
    const counted = before === undefined ? undefined : { seconds: before, nanos: 0 };
    const usual = stampAfter(this.newest ?? EVER, -lookBackMs);
    return earliestOf(usual, openSince(), askedSince?.(), counted) ?? usual;
  }

  #againstNewest({ seconds, nanos }: RawLine): number {
    return seconds - this.#newestSeconds || nanos - this.#newestNanos;
  }

  #setNewest({ seconds, nanos }: Stamp): void {
    this.#hasNewest = true;
    this.#newestSeconds = seconds;
    this.#newestNanos = nanos;
  }

  #advance(line: RawLine): void {
    const { seconds, nanos, stream, hash1, hash2 } = line;
    const isFirst = this.#options.coarse && !this.#hasNewest;
    if (isFirst) this.#logBegins = { seconds, nanos, stream, hash1, hash2 };
    else if (seconds !== this.#newestSeconds) this.#logBegins = undefined;
    this.#setNewest(line);
    if (this.#stepped && compareStamps(line, this.#stepped) > 0) this.#stepped = undefined;
  }

  #stepBack(line: RawLine): void {
    this.#stepped ??= this.newest;
    this.#logBegins = undefined;
    this.#setNewest(line);
    this.#floor = stampAfter(line, -this.#lookBack.usualMs);
  }
}
