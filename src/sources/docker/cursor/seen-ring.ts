// The lines that were handed over lately, by their identity: a ring of numbers with an index over it, no object a line.
import { STDERR, STDOUT, type StreamNumber } from '../../../core/lines/line-batch.ts';
import type { Stamp } from '../../../core/lines/stamp.ts';
import type { RawLine } from '../lines/raw-line.ts';

export type Moment = Pick<RawLine, 'seconds' | 'nanos' | 'stream'>;
/** A line as the ring knows it: which one it is of lines that are the same otherwise. */
export type Numbered = KnownBy & { readonly ordinal: number };

export type KnownBy = Pick<RawLine, 'seconds' | 'nanos' | 'stream' | 'hash1' | 'hash2'>;

/** One entry as it is saved: seconds, nanoseconds with the stream and the mark above them, the two words of the hash, the ordinal with what of the seconds is above 32 bits. */
export const ENTRY_BYTES = 20;

/** Of the word that holds the nanoseconds (30 bits): the line came on stderr; the line is known by its moment alone. */
const STDERR_BIT = 1 << 30;
const LOOSE_BIT = 2 ** 31;
const LOOSE_MASK = 1 << 31;
const NANOS_MASK = STDERR_BIT - 1;

/** Of the word that holds the ordinal (26 bits): the seconds' upper part, for clocks that are beyond the year 2106. */
const ORDINAL_BITS = 26;
const ORDINAL_MASK = 2 ** ORDINAL_BITS - 1;
const WORD = 2 ** 32;

const FIRST_CAPACITY = 16;
const WORDS = ENTRY_BYTES / 4;

/**
 * Entries are numbered in the order in which they came; a chain of the index leads from an entry to the next older one. The index is
 * over the whole identity: of an engine whose stamps have whole seconds a hundred thousand lines may have the same moment.
 */
export class SeenRing {
  #words = new Uint32Array(FIRST_CAPACITY * WORDS);
  #older = new Int32Array(FIRST_CAPACITY);
  #newestOf = new Int32Array(2 * FIRST_CAPACITY).fill(-1);
  #capacity = FIRST_CAPACITY;
  #first = 0;
  #end = 0;
  /** The first of the latest entries that have one second among them. */
  #secondBegins = 0;
  /** Whether there was ever a loose entry. */
  #hasLoose = false;
  /** The latest loose entry of each moment. They are few: each stands for a line that kept the ring from forgetting. */
  readonly #loose = new Map<string, number>();

  get count(): number {
    return this.#end - this.#first;
  }

  /** Number of the oldest entry, and of the one that comes next. */
  get first(): number {
    return this.#first;
  }

  get end(): number {
    return this.#end;
  }

  /** `ordinal` says which one it is of lines that are the same otherwise; a loose line is known by its stream and stamp alone, whatever its content. */
  add({ seconds, nanos, stream, hash1, hash2 }: KnownBy, ordinal: number, isLoose: boolean): void {
    const at = this.#room();
    const words = this.#words;
    words[at] = seconds;
    words[at + 1] = packed(nanos, stream, isLoose);
    words[at + 2] = hash1;
    words[at + 3] = hash2;
    words[at + 4] = ordinalWord(seconds, ordinal);
    this.#append();
  }

  /** Whether this very line is here. */
  has(line: KnownBy, ordinal: number): boolean {
    const words = this.#words;
    const { seconds, hash1, hash2 } = line;
    const last = ordinalWord(seconds, ordinal);
    for (let entry = this.#chainOf(line, last); entry >= this.#first; entry = this.#olderThan(entry)) {
      const at = this.#at(entry);
      if (words[at + 2] !== hash1 || words[at + 3] !== hash2 || words[at + 4] !== last) continue;
      if (this.#isAtMoment(at, line)) return true;
    }
    return this.#hasLoose && this.#loose.has(momentKey(line));
  }

  /** Whether any line with this stamp came on this stream. It looks at all of them: to be asked now and then. */
  hasMoment(line: Moment): boolean {
    for (let entry = this.#end - 1; entry >= this.#first; entry--) {
      if (this.#isAtMoment(this.#at(entry), line)) return true;
    }
    return false;
  }

  /** The lines that have this second, in the order in which they came. It looks at all of them: to be asked now and then. */
  ofSecond(second: number): readonly Numbered[] {
    const lines: Numbered[] = [];
    for (let entry = this.#end - 1; entry >= this.#first; entry--) {
      if (this.#momentAt(this.#at(entry)).seconds === second) lines.push(this.#numberedAt(entry));
    }
    return lines.reverse();
  }

  /** The second of the latest line that came before those of this second at the end. It looks for nothing: beyond the bound of a ring it is asked with each line. */
  secondBefore(second: number): number | undefined {
    if (this.count === 0) return undefined;
    const latest = this.#secondOf(this.#end - 1);
    if (latest !== second) return latest;
    const before = this.#secondBegins - 1;
    return before < this.#first ? undefined : this.#secondOf(before);
  }

  /** The streams, a bit each, of the lines from one second on and before another. It looks at all until both streams were seen. */
  streamsIn(from: number, before: number): number {
    let streams = 0;
    for (let entry = this.#end - 1; entry >= this.#first && streams !== (STDOUT | STDERR); entry--) {
      const { seconds, stream } = this.#momentAt(this.#at(entry));
      if (seconds >= from && seconds < before) streams |= stream;
    }
    return streams;
  }

  /** The line that came last. */
  last(): Numbered | undefined {
    return this.count === 0 ? undefined : this.#numberedAt(this.#end - 1);
  }

  /** The oldest entry's stamp; only while there is one. */
  oldest(): Stamp {
    const { seconds, nanos } = this.#momentAt(this.#at(this.#first));
    return { seconds, nanos };
  }

  dropOldest(): void {
    if (this.#hasLoose) {
      const key = momentKey(this.#momentAt(this.#at(this.#first)));
      if (this.#loose.get(key) === this.#first) this.#loose.delete(key);
    }
    this.#first++;
  }

  /** The entries from this number on, as they are saved: little end first. */
  encode(from: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, this.#end - from) * ENTRY_BYTES);
    const view = new DataView(bytes.buffer);
    for (let entry = from, to = 0; entry < this.#end; entry++) {
      const at = this.#at(entry);
      for (let word = 0; word < WORDS; word++, to += 4) view.setUint32(to, this.#words[at + word] ?? 0, true);
    }
    return bytes;
  }

  /** Adds entries that were saved. */
  decode(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES) {
      const to = this.#room();
      for (let word = 0; word < WORDS; word++) this.#words[to + word] = view.getUint32(at + 4 * word, true);
      this.#append();
    }
  }

  /** Where the words of the next entry go. */
  #room(): number {
    if (this.count === this.#capacity) this.#grow();
    return this.#at(this.#end);
  }

  /** The entry whose words stand at the end is there from now on. */
  #append(): void {
    const entry = this.#end;
    if (this.count === 0 || this.#secondOf(entry) !== this.#secondOf(entry - 1)) this.#secondBegins = entry;
    this.#index(entry);
    this.#end++;
  }

  #at(entry: number): number {
    return (entry & (this.#capacity - 1)) * WORDS;
  }

  #isAtMoment(at: number, { seconds, nanos, stream }: Moment): boolean {
    const words = this.#words;
    const moment = words[at + 1] ?? 0;
    if ((moment & ~LOOSE_MASK) !== packed(nanos, stream, false) || words[at] !== seconds >>> 0) return false;
    return (words[at + 4] ?? 0) >>> ORDINAL_BITS === upperPart(seconds);
  }

  #secondOf(entry: number): number {
    const at = this.#at(entry);
    return (this.#words[at] ?? 0) + ((this.#words[at + 4] ?? 0) >>> ORDINAL_BITS) * WORD;
  }

  #momentAt(at: number): Moment {
    const moment = this.#words[at + 1] ?? 0;
    const upper = (this.#words[at + 4] ?? 0) >>> ORDINAL_BITS;
    return {
      seconds: (this.#words[at] ?? 0) + upper * WORD,
      nanos: moment & NANOS_MASK,
      stream: (moment & STDERR_BIT) === 0 ? STDOUT : STDERR,
    };
  }

  #numberedAt(entry: number): Numbered {
    const at = this.#at(entry);
    const [hash1 = 0, hash2 = 0, last = 0] = this.#words.subarray(at + 2, at + WORDS);
    return { ...this.#momentAt(at), hash1, hash2, ordinal: last & ORDINAL_MASK };
  }

  #chainOf({ seconds, nanos, hash1 }: KnownBy, last: number): number {
    return this.#newestOf[bucketOf(seconds ^ hash1, nanos ^ last, this.#newestOf.length)] ?? -1;
  }

  /** The next entry of a chain. What is older than the ring's first entry is a leftover, at which every walk ends. */
  #olderThan(entry: number): number {
    return this.#older[entry & (this.#capacity - 1)] ?? -1;
  }

  #index(entry: number): void {
    const at = this.#at(entry);
    const words = this.#words;
    const moment = words[at + 1] ?? 0;
    const first = (words[at] ?? 0) ^ (words[at + 2] ?? 0);
    const second = (moment & NANOS_MASK) ^ (words[at + 4] ?? 0);
    const bucket = bucketOf(first, second, this.#newestOf.length);
    this.#older[entry & (this.#capacity - 1)] = this.#newestOf[bucket] ?? -1;
    this.#newestOf[bucket] = entry;
    if (moment < LOOSE_BIT) return;
    this.#hasLoose = true;
    this.#loose.set(momentKey(this.#momentAt(at)), entry);
  }

  #grow(): void {
    const [words, capacity] = [this.#words, this.#capacity];
    this.#capacity = 2 * capacity;
    this.#words = new Uint32Array(this.#capacity * WORDS);
    this.#older = new Int32Array(this.#capacity);
    this.#newestOf = new Int32Array(2 * this.#capacity).fill(-1);
    for (let entry = this.#first; entry < this.#end; entry++) {
      const from = (entry & (capacity - 1)) * WORDS;
      this.#words.set(words.subarray(from, from + WORDS), this.#at(entry));
      this.#index(entry);
    }
  }
}

/** The word that holds nanoseconds, stream and mark. */
const packed = (nanos: number, stream: StreamNumber, isLoose: boolean): number =>
  (nanos | (stream === STDERR ? STDERR_BIT : 0)) + (isLoose ? LOOSE_BIT : 0);

const upperPart = (seconds: number): number => (seconds < WORD ? 0 : Math.floor(seconds / WORD));

const ordinalWord = (seconds: number, ordinal: number): number =>
  seconds < WORD ? ordinal & ORDINAL_MASK : ((ordinal & ORDINAL_MASK) | (upperPart(seconds) << ORDINAL_BITS)) >>> 0;

const momentKey = ({ seconds, nanos, stream }: Moment): string => `${seconds} ${nanos} ${stream}`;

const bucketOf = (first: number, second: number, buckets: number): number =>
  (Math.imul(second ^ Math.imul(first, 0x85ebca6b), 0x9e3779b1) >>> 7) & (buckets - 1);
