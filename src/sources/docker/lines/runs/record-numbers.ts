// Numbers the records of each stream within their second, from where a stream of lines begins, which must be the beginning of a second.
import { STDERR, type StreamNumber } from '../../../../core/lines/line-batch.ts';

/** Seconds of both streams whose counts are kept: after a clock was set back they come again. */
const KEPT = 16;

export class RecordNumbers {
  readonly #counts = new Map<number, number>();

  /** Which one this is, from 0 on. */
  next(stream: StreamNumber, seconds: number): number {
    const key = 2 * seconds + (stream === STDERR ? 1 : 0);
    const nth = this.#counts.get(key) ?? 0;
    this.#counts.set(key, nth + 1);
    if (nth === 0) this.#forget();
    return nth;
  }

  #forget(): void {
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > KEPT && oldest !== undefined) this.#counts.delete(oldest);
  }
}
