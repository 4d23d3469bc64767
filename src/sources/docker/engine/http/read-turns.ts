// Divides the turns of the event loop among the sockets that bring much, so that whoever asks the server for something while they do is answered between two of them.

/** So long the sockets that bring much are read in one turn, all together; the read that is at hand is dealt with to its end. */
const TURN_MS = 5;
/** So many of them at most may be read in one turn: as many as may have to be held when its time is over. */
const MOST_AT_ONCE = 8;

/** A socket that brings much. */
export interface LoudReader {
  /** Reads from now on. */
  go(): void;
  /** Reads nothing until `go`, though it was let go. */
  hold(): void;
}

/**
 * A socket whose read brought much waits at the end of a row; each turn begins with the first of the row, and those for whom
 * its time was too short are the first of the next. A turn is over when the loop has looked at everything else that there is.
 */
export class ReadTurns {
  /** In the order in which they are to be read, those that were let go in this turn first. */
  readonly #row = new Set<LoudReader>();
  readonly #going = new Set<LoudReader>();
  readonly #afterTurn: (then: () => void) => void;
  #spentMs = 0;
  #isDue = false;

  constructor(afterTurn: (then: () => void) => void = setImmediate) {
    this.#afterTurn = afterTurn;
  }

  /** Its read brought much, and took so long to deal with. It is to read nothing more until it is let go. */
  hadMuch(reader: LoudReader, tookMs: number): void {
    this.#spentMs += tookMs;
    this.wait(reader);
    if (this.#spentMs < TURN_MS) return;
    for (const other of this.#going) other.hold();
    this.#going.clear();
  }

  /** It is let go when all that wait already were. */
  wait(reader: LoudReader): void {
    this.leave(reader);
    this.#row.add(reader);
    this.#callNext();
  }

  /** It waits no more. */
  leave(reader: LoudReader): void {
    this.#row.delete(reader);
    this.#going.delete(reader);
  }

  #next(): void {
    [this.#isDue, this.#spentMs] = [false, 0];
    // The time was not over, and nothing came from them.
    for (const silent of this.#going) this.leave(silent);
    for (const reader of this.#row) {
      if (this.#going.size === MOST_AT_ONCE) break;
      this.#going.add(reader);
      reader.go();
    }
    // Those that were let go may bring nothing.
    if (this.#row.size > this.#going.size) this.#callNext();
  }

  #callNext(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#afterTurn(() => this.#next());
  }
}

/** For all engines: they share one loop. */
export const readTurns = new ReadTurns();
