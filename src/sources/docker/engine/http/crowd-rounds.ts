// Reads the streams of a crowd in rounds, so that one read brings several lines of each: a read of its own for every line costs more than all that is done with it.

/** So late a line of a crowd may be read at most. */
export const ROUND_MS = 300;
/** Of all streams together, in a millisecond. A crowd that has become a little smaller is one still, or it would be one by turns. */
const [CROWD_LINES, REST_OF_A_CROWD_LINES] = [0.5, 0.25];
/** Rounds bring lines in heaps, and more than one heap is counted. */
const COUNT_MS = 2 * ROUND_MS;
/** With fewer lines of a stream in a round nothing is saved by waiting for them. */
const LEAST_LINES = 2;
/** With more bytes in a round there would be too little room in its socket for what a stream writes that begins to write more. */
export const MOST_BYTES = 32 * 1024;

/** A stream that is not read until its round comes. */
export interface RoundReader {
  go(): void;
}

/** What a read of a quiet stream brought, and in how long. */
export interface QuietRead {
  readonly now: number;
  readonly lines: number;
  /** As its socket counts them. */
  readonly bytes: number;
  readonly inMs: number;
}

export class CrowdRounds {
  readonly #waiting = new Set<RoundReader>();
  #timer: NodeJS.Timeout | undefined;
  #lines = 0;
  #countedFrom = 0;
  #isCrowd = false;

  /** Says whether it is worth it that the stream waits for the next round. */
  isWorthIt({ now, lines, bytes, inMs }: QuietRead): boolean {
    this.#count(now, lines);
    if (!this.#isCrowd) return false;
    return lines * ROUND_MS >= LEAST_LINES * inMs && bytes * ROUND_MS <= MOST_BYTES * inMs;
  }

  wait(reader: RoundReader): void {
    this.#waiting.add(reader);
    this.#timer ??= setTimeout(() => this.#begin(), ROUND_MS);
  }

  /** It waits no more. */
  leave(reader: RoundReader): void {
    this.#waiting.delete(reader);
    if (this.#waiting.size > 0) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #begin(): void {
    this.#timer = undefined;
    const readers = [...this.#waiting];
    this.#waiting.clear();
    for (const reader of readers) reader.go();
  }

  #count(now: number, lines: number): void {
    this.#lines += lines;
    const ms = now - this.#countedFrom;
    if (ms < COUNT_MS) return;
    this.#isCrowd = this.#lines >= ms * (this.#isCrowd ? REST_OF_A_CROWD_LINES : CROWD_LINES);
    [this.#lines, this.#countedFrom] = [0, now];
  }
}

/** For all engines: they share one process. */
export const crowdRounds = new CrowdRounds();
