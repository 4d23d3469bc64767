// The time of each line of a file: its own where its dialect is known, else when it came.
import { type Dialect, dialectOf, readStamp, type StampSearch } from './dialects.ts';
import { type Moment, type WallOffset, wallOffset } from './moment.ts';
import { ReadSecond } from './read-second.ts';

const NO_BYTES = new Uint8Array(0);
/** So many lines without a stamp, and the file is one whose lines have none: looking for one costs much. */
const LINES_TRIED = 200;
/** Behind so many in which the stamp of the dialect is missing, one of so many is asked whether it has another. */
const ASKED_EVERY = 16;
/** What comes so long after all was read does not belong to what was read then. */
const BELONGS_MS = 10_000;

/** Of this machine: one for all files, for it remembers much. */
const OF_THE_MACHINE = wallOffset();

export interface LineClockOptions {
  /** Of the reading before. */
  readonly dialect?: Dialect | undefined;
  readonly offset?: WallOffset;
}

/** `seconds` and `nanos` are those of the line that was read last. */
export class LineClock implements Moment {
  seconds = 0;
  nanos = 0;
  /** The line that was read last has no time of its own but that at which it came. */
  isArrival = false;
  #dialect: Dialect | undefined;
  #tried = 0;
  /** A line of this dialect was read: what has no stamp of its own belongs to the line before. */
  #hasRead = false;
  /** So many lines ago one of this dialect was read. */
  #missed = 0;
  #nowMs = 0;
  /** Behind the last line with a stamp nothing more was there, since then. */
  #restedMs: number | undefined;
  #now = { seconds: 0, nanos: 0 };
  /** The one search of all lines, for an object a line would cost too much. */
  readonly #search: { -readonly [Key in keyof StampSearch]: StampSearch[Key] };

  constructor({ dialect, offset = OF_THE_MACHINE }: LineClockOptions = {}) {
    this.#dialect = dialect;
    this.#search = {
      bytes: NO_BYTES,
      from: 0,
      end: 0,
      into: this,
      offset,
      now: 0,
      year: 1970,
      second: new ReadSecond(),
    };
  }

  get dialect(): Dialect | undefined {
    return this.#dialect;
  }

  /** Of some line that was read its own time is known, so that those behind it have one. */
  get isTimed(): boolean {
    return this.#hasRead;
  }

  /** It is now so many milliseconds since 1970: the time of what is read from here on and has none of its own. */
  arrived(now: number): void {
    const seconds = Math.floor(now / 1000);
    if (seconds !== this.#search.now) this.#search.second.forget();
    this.#nowMs = now;
    this.#search.now = seconds;
    this.#search.year = new Date(now).getUTCFullYear();
    this.#now = { seconds, nanos: Math.round((now - seconds * 1000) * 1e6) };
  }

  /** It is now so many milliseconds since 1970, and all that is there was read. */
  rests(now: number): void {
    this.#restedMs ??= now;
  }

  /** Reads the time of bytes[from, end). */
  read(bytes: Uint8Array, from: number, end: number): void {
    this.#look(bytes, from, end);
    this.#found(this.#isFound());
  }

  /** Reads a time that is all of bytes[from, end), which are no text. */
  readNumber(bytes: Uint8Array, from: number, end: number): void {
    this.#look(bytes, from, end);
    const isOne = readStamp('epoch', this.#search);
    if (isOne) this.#dialect ??= 'epoch';
    this.#found(isOne);
  }

  /** The line has none of its own. */
  arrives(): void {
    this.isArrival = true;
    this.seconds = this.#now.seconds;
    this.nanos = this.#now.nanos;
  }

  #look(bytes: Uint8Array, from: number, end: number): void {
    this.#search.bytes = bytes;
    this.#search.from = from;
    this.#search.end = end;
  }

  #found(isTimed: boolean): void {
    this.isArrival = false;
    if (isTimed) {
      this.#hasRead = true;
      this.#missed = 0;
      this.#restedMs = undefined;
    } else if (!this.#belongs) this.arrives();
  }

  /** A line without a stamp goes on with one that had one. */
  get #belongs(): boolean {
    return this.#hasRead && (this.#restedMs === undefined || this.#nowMs - this.#restedMs <= BELONGS_MS);
  }

  #isFound(): boolean {
    if (this.#dialect === undefined) return this.#tried++ < LINES_TRIED && this.#isOfOther();
    if (readStamp(this.#dialect, this.#search)) return true;
    this.#missed++;
    return this.#missed > LINES_TRIED && this.#missed % ASKED_EVERY === 0 && this.#isOfOther();
  }

  #isOfOther(): boolean {
    const other = dialectOf(this.#search);
    this.#dialect = other ?? this.#dialect;
    return other !== undefined;
  }
}
