// The lines of a stream that may go on with its next one. One object serves all groups of a stream: an object a line would cost more than all else.
import type { LineBatch } from '../lines/line-batch.ts';
import { objectOf } from '../lines/objects/line-objects.ts';
import { laterStamp, type Stamp } from '../lines/stamp.ts';
import { freeInnerNewlines, INNER_NEWLINE } from '../text/inner-newline.ts';
import { TRACES, type Trace } from './continuation.ts';
import { headOfLine, type JoinedBatch, type LineHead } from './joined-batch.ts';

/** A group as it is saved. */
export interface SavedGroup extends LineHead {
  readonly trace: string;
  readonly lines: number;
  readonly newest: Stamp;
  /** In base64. */
  readonly text: string;
  /** Of the first line, in base64, where it was taken out of one. */
  readonly object?: string;
}

/** The bytes of the batch at hand. */
export interface Source {
  readonly bytes: Buffer;
  /** The byte for line feeds within lines stands for nothing else in them. */
  readonly isFree: boolean;
}

const FEED = Buffer.of(INNER_NEWLINE);

export class OpenGroup {
  isOpen = false;
  lines = 0;
  bytes = 0;
  trace: Trace = 'start';
  /** From here its second counts, in seconds and nanoseconds; unknown for what was saved, until the next line says whether its time is its own. */
  hasSince = false;
  sinceSeconds = 0;
  sinceNanos = 0;
  #newest: Stamp = { seconds: 0, nanos: 0 };
  /** Of the first line, and the text so far, where it began in an earlier batch. */
  #head: LineHead | undefined;
  #kept: Uint8Array[] = [];
  #object: Uint8Array | undefined;
  /** Which lines of the batch at hand belong to it: the first, and all behind that. */
  #places: number[] = [];

  get head(): LineHead | undefined {
    return this.#head;
  }

  /** What the first line was taken out of, where that is kept. */
  get object(): Uint8Array | undefined {
    return this.#object;
  }

  begin(batch: LineBatch, line: number, trace: Trace): void {
    this.isOpen = true;
    this.lines = 1;
    this.bytes = (batch.ends[line] ?? 0) - (batch.starts[line] ?? 0);
    this.trace = trace;
    this.hasSince = true;
    this.sinceSeconds = batch.seconds[line] ?? 0;
    this.sinceNanos = batch.nanos[line] ?? 0;
    this.#head = undefined;
    if (this.#kept.length > 0) this.#kept = [];
    this.#places.length = 0;
    this.#places.push(line);
  }

  goOn(batch: LineBatch, line: number, trace: Trace): void {
    this.lines++;
    this.bytes += 1 + (batch.ends[line] ?? 0) - (batch.starts[line] ?? 0);
    this.trace = trace;
    this.#places.push(line);
  }

  restore({ trace, lines, text, newest, object, ...head }: SavedGroup): void {
    const bytes = Buffer.from(text, 'base64');
    this.isOpen = true;
    [this.lines, this.bytes, this.#newest, this.#head] = [lines, bytes.length, newest, head];
    this.#object = object === undefined ? undefined : Buffer.from(object, 'base64');
    this.trace = TRACES.find((one) => one === trace) ?? 'body';
    [this.hasSince, this.#kept, this.#places] = [false, [bytes], []];
  }

  /** Of one that is kept. It is one piece from then on: whoever looks with each line has not all of them put together each time. */
  get text(): Uint8Array {
    const [first] = this.#kept;
    const text = this.#kept.length === 1 && first !== undefined ? first : Buffer.concat(this.#kept, this.bytes);
    this.#kept = [text];
    return text;
  }

  get saved(): SavedGroup | undefined {
    if (!this.isOpen || this.#head === undefined) return undefined;
    const { trace, lines } = this;
    const object = this.#object && { object: base64Of(this.#object) };
    return { ...this.#head, trace, lines, newest: this.#newest, text: base64Of(this.text), ...object };
  }

  /** The batch ends, and its bytes go: what is open has its own from here on. */
  keep(batch: LineBatch, source: Source): void {
    if (!this.isOpen) return;
    this.#newest = this.#newestWith(batch);
    for (const line of this.#places) {
      const text = Buffer.from(source.bytes.subarray(batch.starts[line], batch.ends[line]));
      if (!source.isFree) freeInnerNewlines(text);
      if (this.#head === undefined) this.#keepHead(batch, line);
      else this.#kept.push(FEED);
      this.#kept.push(text);
    }
    this.#places.length = 0;
  }

  #keepHead(batch: LineBatch, line: number): void {
    this.#head = headOfLine(batch, line);
    const object = objectOf(batch, line);
    this.#object = object && Uint8Array.from(object);
  }

  /** Hands it over: with lines of the batch at hand, or what is kept alone. */
  give(into: JoinedBatch, batch?: LineBatch, source?: Source): void {
    const { lines } = this;
    const newest = batch ? this.#newestWith(batch) : this.#newest;
    const [first = 0] = this.#places;
    into.begin(this.#head ?? (batch && { batch, line: first }), this.bytes);
    into.takenOutOf(this.#head ? this.#object : first);
    for (const piece of this.#kept) into.write(piece);
    if (batch && source) this.#writePlaces(into, batch, source);
    into.end(lines, newest);
    this.isOpen = false;
  }

  #writePlaces(into: JoinedBatch, batch: LineBatch, source: Source): void {
    let isFirst = this.#head === undefined;
    for (const line of this.#places) {
      if (!isFirst) into.write(FEED);
      isFirst = false;
      into.copy(source.bytes, { from: batch.starts[line] ?? 0, end: batch.ends[line] ?? 0, isFree: source.isFree });
    }
  }

  #newestWith({ seconds, nanos }: LineBatch): Stamp {
    const [only] = this.#places;
    if (this.#head === undefined && this.#places.length === 1 && only !== undefined)
      return { seconds: seconds[only] ?? 0, nanos: nanos[only] ?? 0 };
    let newest: Stamp | undefined = this.#head && this.#newest;
    for (const line of this.#places)
      newest = laterStamp(newest, { seconds: seconds[line] ?? 0, nanos: nanos[line] ?? 0 });
    return newest ?? this.#newest;
  }
}

const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
