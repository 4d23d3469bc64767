// Lets a socket rest for a moment between reads that would bring little each, because waking up costs more than the bytes.
import type { Socket } from 'node:net';

/** The longest is behind what anybody notices of a commit, and only streams that bring hundreds of lines a second ever rest. */
const RESTS_MS = [1, 2, 4] as const;
const LONGEST = RESTS_MS.length - 1;
/** A read that comes later than this after it could have come first is a lone one: it is not made to wait, nor is the next. */
const SOON_MS = 1;
/** After more than this at once there is enough to do. */
const PLENTY_BYTES = 48 * 1024;
/** So many rests of one length are taken before a longer one is tried; many more when that was not worth it, and before a shorter one is tried again. */
const A_FEW = 8;
const MANY = 64;
/** A rest twice as long has to bring so many times as much; where the engine waits for a full buffer meanwhile, it does not. */
const WORTH_IT = 1.4;

/**
 * An engine writes each line by itself, and a fast reader would wake up for each. Resting costs a busy stream a few
 * milliseconds at most and saves most of its wakings; a quiet one it never delays, and it never makes an engine
 * wait for long. The timers are the system's own, not the clock that tests advance: what is read stays the same,
 * whenever it is read.
 */
export class ReadPace {
  readonly #socket: Pick<Socket, 'pause' | 'resume'>;
  #timer: NodeJS.Timeout | undefined;
  #isResting = false;
  #isPaused = false;
  #isStopped = false;
  /** Since when the next read could have come. */
  #since = 0;
  /** Which rest is taken, what each brought last, and after how many more another is tried. */
  #length = 0;
  readonly #brought = [0, 0, 0];
  #untilLonger = A_FEW;
  #untilShorter = MANY;

  constructor(socket: Pick<Socket, 'pause' | 'resume'>) {
    this.#socket = socket;
  }

  /** To be told of each read, after what it brought was dealt with; says whether the socket may go on reading. */
  mayGoOn(count: number): boolean {
    if (this.#isStopped || this.#isResting || this.#isPaused) return true;
    const now = performance.now();
    const isSoon = now - this.#since < SOON_MS;
    this.#since = now;
    if (!isSoon || count > PLENTY_BYTES) {
      [this.#length, this.#untilLonger] = [0, A_FEW];
      return true;
    }
    this.#adapt(count);
    this.#isResting = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#wake(), RESTS_MS[this.#length]);
    return false;
  }

  /** Reads nothing until `resume`, however long that takes. */
  pause(): void {
    if (this.#isPaused || this.#isStopped) return;
    this.#isPaused = true;
    this.#socket.pause();
  }

  resume(): void {
    if (!this.#isPaused || this.#isStopped) return;
    this.#isPaused = false;
    if (!this.#isResting) this.#go();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #adapt(count: number): void {
    const shorter = this.#brought[this.#length - 1];
    this.#brought[this.#length] = count;
    this.#untilLonger -= 1;
    this.#untilShorter -= 1;
    if (shorter !== undefined && count < shorter * WORTH_IT) this.#change(-1, MANY);
    else if (this.#length > 0 && this.#untilShorter <= 0) this.#change(-1, A_FEW);
    else if (this.#length < LONGEST && this.#untilLonger <= 0) this.#change(1, A_FEW);
  }

  #change(by: 1 | -1, untilLonger: number): void {
    this.#length += by;
    this.#untilLonger = untilLonger;
    this.#untilShorter = MANY;
  }

  #wake(): void {
    this.#isResting = false;
    if (!this.#isPaused) this.#go();
  }

  #go(): void {
    this.#since = performance.now();
    this.#socket.resume();
  }
}
