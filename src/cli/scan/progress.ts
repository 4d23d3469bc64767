import type { Output } from '../shell/command.ts';

const SHOW_AFTER_MS = 1000;
const SHOW_EVERY_MS = 200;
const CLEAR = '\r\u001b[K';

/** One line on a terminal that says how far a long scan has come. It appears after a second and is gone when the scan ends. */
export class Progress {
  readonly #output: Output;
  readonly #now: () => number;
  readonly #startedAt: number;
  #shownAt = 0;

  constructor(output: Output, now: () => number) {
    this.#output = output;
    this.#now = now;
    this.#startedAt = now();
  }

  /** `size` is what there is to do in all, as far as that is known. */
  update(done: number, size: number | undefined): void {
    const now = this.#now();
    if (this.#output.isTTY !== true || now - this.#startedAt < SHOW_AFTER_MS || now - this.#shownAt < SHOW_EVERY_MS)
      return;
    this.#shownAt = now;
    const share = size ? `${Math.min(100, Math.floor((100 * done) / size))} %, ` : '';
    const speed = done / 1000 / (now - this.#startedAt);
    this.#output.write(`${CLEAR}scanned ${share}${megabytes(done)}, ${Math.round(speed)} MB/s`);
  }

  /** Takes the line away; to be called before anything else is written there. */
  clear(): void {
    if (this.#shownAt > 0) this.#output.write(CLEAR);
    this.#shownAt = 0;
  }
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
