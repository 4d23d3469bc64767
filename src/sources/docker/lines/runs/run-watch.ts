// Notices while records come where a run of the container is known to have ended within a line.
import { STDERR, STDOUT, type StreamNumber } from '../../../../core/lines/line-batch.ts';
import { RecordNumbers } from './record-numbers.ts';
import { endOn, type KnownRuns, type RecordPlace, type RunEnd, type StreamEnd, type TextHash } from './run-ends.ts';

/** The hash of what a stream has of a line without an end. */
export type HashOfOpen = (stream: StreamNumber) => TextHash;

/** The records have to come from the beginning of a second on. */
export class RunWatch {
  readonly #known: () => KnownRuns | undefined;
  readonly #hashOfOpen: HashOfOpen;
  readonly #numbers = new RecordNumbers();
  /** The last record of each stream. */
  #stdout: RecordPlace | undefined;
  #stderr: RecordPlace | undefined;
  /** A stream that has come to an end of which the other one has not, if it ever will. */
  #reached: StreamNumber | undefined;

  constructor(known: () => KnownRuns | undefined, hashOfOpen: HashOfOpen) {
    this.#known = known;
    this.#hashOfOpen = hashOfOpen;
  }

  /** Whether a stream has come to an end while the other one has not. */
  get isAtEnd(): boolean {
    return this.#reached !== undefined;
  }

  /** A record comes next. True: it is of another run than those before it. */
  next(stream: StreamNumber, seconds: number): boolean {
    const record = { seconds, nth: this.#numbers.next(stream, seconds) };
    if (stream === STDERR) this.#stderr = record;
    else this.#stdout = record;
    if (this.#reached !== stream) return false;
    this.#reached = undefined;
    return true;
  }

  /** Whether a run ended behind the record that has come. True again when another did: one that wrote nothing on this stream. */
  hasEnded(stream: StreamNumber): boolean {
    const [known, record] = [this.#known(), this.#lastOf(stream)];
    if (known === undefined || record === undefined) return false;
    const other = stream === STDERR ? STDOUT : STDERR;
    for (const end of known.ends.at(stream, record)) {
      if (!this.#standsAt(end, stream)) continue;
      // What the other stream had in that run may lie before what was asked for.
      const isOver = (endOn(end, other)?.seconds ?? -1) < known.from || this.#standsAt(end, other);
      this.#reached = isOver ? undefined : stream;
      if (isOver) return true;
    }
    return false;
  }

  /** The run ended here. */
  ended(): void {
    this.#known()?.ends.add({ stdout: this.#endOf(STDOUT), stderr: this.#endOf(STDERR) });
  }

  #endOf(stream: StreamNumber): StreamEnd | undefined {
    const record = this.#lastOf(stream);
    return record && { ...record, ...this.#hashOfOpen(stream) };
  }

  #lastOf(stream: StreamNumber): RecordPlace | undefined {
    return stream === STDERR ? this.#stderr : this.#stdout;
  }

  /** Whether the stream has come to this end, with what it had then. */
  #standsAt(end: RunEnd, stream: StreamNumber): boolean {
    const [at, last] = [endOn(end, stream), this.#lastOf(stream)];
    if (at === undefined || at.seconds !== last?.seconds || at.nth !== last.nth) return false;
    const { hash1, hash2 } = this.#hashOfOpen(stream);
    return at.hash1 === hash1 && at.hash2 === hash2;
  }
}
