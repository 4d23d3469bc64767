// Where in the log runs of the container have ended within a line. An engine that goes on with such a line in the next run, as Podman does, says nothing of it.
import { STDERR, type StreamNumber } from '../../../../core/lines/line-batch.ts';

/** A record by its place in the log: which one it is of its stream's records of that second. */
export interface RecordPlace {
  readonly seconds: number;
  readonly nth: number;
}

export interface TextHash {
  readonly hash1: number;
  readonly hash2: number;
}

/** The last record of a stream in that run, and a hash of what the stream had then of a line without an end: of none 0. */
export type StreamEnd = RecordPlace & TextHash;

/** Of a stream that had no record since long before nothing is known. */
export interface RunEnd {
  readonly stdout?: StreamEnd | undefined;
  readonly stderr?: StreamEnd | undefined;
}

export const endOn = ({ stdout, stderr }: RunEnd, stream: StreamNumber): StreamEnd | undefined =>
  stream === STDERR ? stderr : stdout;

/** A container that is started again and again, each time within a line, may have several in what is asked for again. */
const MOST_ENDS = 64;

/** An end is that of one place in the log for ever, so it does no harm to be kept for longer than it is needed: the newest are. */
export class RunEnds {
  #ends: readonly RunEnd[];

  constructor(ends: readonly RunEnd[] = []) {
    this.#ends = ends.slice(-MOST_ENDS);
  }

  get all(): readonly RunEnd[] {
    return this.#ends;
  }

  add(end: RunEnd): void {
    const isKnown = this.#ends.some((known) => isSame(known.stdout, end.stdout) && isSame(known.stderr, end.stderr));
    if (!isKnown) this.#ends = [...this.#ends, end].slice(-MOST_ENDS);
  }

  /** The ends that have this record as their last one of the stream. */
  at(stream: StreamNumber, record: RecordPlace): readonly RunEnd[] {
    return this.#ends.length === 0 ? this.#ends : this.#ends.filter((end) => isAt(endOn(end, stream), record));
  }
}

/** What is known to whoever reads the log from the beginning of this second on. */
export interface KnownRuns {
  readonly ends: RunEnds;
  readonly from: number;
}

const isAt = (end: StreamEnd | undefined, { seconds, nth }: RecordPlace): boolean =>
  end !== undefined && end.seconds === seconds && end.nth === nth;

const isSame = (a: StreamEnd | undefined, b: StreamEnd | undefined): boolean =>
  a === undefined || b === undefined ? a === b : isAt(a, b) && a.hash1 === b.hash1 && a.hash2 === b.hash2;
