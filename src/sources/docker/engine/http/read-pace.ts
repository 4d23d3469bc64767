// Lets a socket rest for a moment between reads that would bring little each, because waking up costs more than the bytes.
import type { Socket } from 'node:net';

/** Long enough for a hundred lines of a busy container; nobody notices it behind a commit. */
const REST_MS = 1;
/** A read that comes later than this after it could have come first is a lone one: it is not made to wait, nor is the next. */
const SOON_MS = 1;
/** After more than this at once the engine is waiting for us. */
const PLENTY_BYTES = 32 * 1024;

/**
 * An engine writes each line by itself, and a fast reader would wake up for each. Resting costs a busy stream at most a
 * millisecond and divides its CPU by two or three; a quiet one it never delays. The timer is the system's own, not the
 * clock that tests advance: what is read stays the same, whenever it is read.
 */
export class ReadPace {
  readonly #socket: Pick<Socket, 'pause' | 'resume'>;
  #timer: NodeJS.Timeout | undefined;
  #resting = false;
  #paused = false;
  #stopped = false;
  /** Since when the next read could have come. */
  #since = 0;

  constructor(socket: Pick<Socket, 'pause' | 'resume'>) {
    this.#socket = socket;
  }

  /** To be told of each read, after what it brought was dealt with. */
  read(count: number): void {
    if (this.#stopped || this.#resting || this.#paused) return;
    const now = performance.now();
    const soon = now - this.#since < SOON_MS;
    this.#since = now;
    if (!soon || count > PLENTY_BYTES) return;
    this.#resting = true;
    this.#socket.pause();
    if (this.#timer === undefined) this.#timer = setTimeout(() => this.#wake(), REST_MS);
    else this.#timer.refresh();
  }

  /** Reads nothing until `resume`, however long that takes. */
  pause(): void {
    if (this.#paused || this.#stopped) return;
    this.#paused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#paused || this.#stopped) return;
    this.#paused = false;
    if (!this.#resting) this.#go();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #wake(): void {
    this.#resting = false;
    if (!this.#paused) this.#go();
  }

  #go(): void {
    this.#since = performance.now();
    this.#socket.resume();
  }
}
