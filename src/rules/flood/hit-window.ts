// The last hits of a rule in one origin: whether enough of them came in a short time.
import { compareSpan, type Stamp } from '../../core/lines/stamp.ts';
import type { Threshold } from '../../core/rules/rule.ts';

/** Keeps as many hits as must have come before the one that reaches the threshold. Their times ascend. */
export class HitWindow {
  readonly #seconds: Float64Array;
  readonly #nanos: Int32Array;
  readonly #threshold: Threshold;
  #next = 0;
  #count = 0;

  /** @param hits known from before, in order; the last of them count. */
  constructor(threshold: Threshold, hits: readonly Stamp[] = []) {
    this.#threshold = threshold;
    this.#seconds = new Float64Array(threshold.count - 1);
    this.#nanos = new Int32Array(threshold.count - 1);
    for (const hit of hits) this.add(hit);
  }

  get threshold(): Threshold {
    return this.#threshold;
  }

  /** Whether a hit at that moment is the N-th in (at − W, at], or a later one. */
  isReachedBy(at: Stamp): boolean {
    const needed = this.#seconds.length;
    if (needed === 0) return true;
    return this.#count === needed && compareSpan(this.#hit(0), at, this.#threshold.windowSeconds) < 0;
  }

  add({ seconds, nanos }: Stamp): void {
    const room = this.#seconds.length;
    if (room === 0) return;
    this.#seconds[this.#next] = seconds;
    this.#nanos[this.#next] = nanos;
    this.#next = (this.#next + 1) % room;
    this.#count = Math.min(this.#count + 1, room);
  }

  clear(): void {
    this.#count = 0;
  }

  /** The hits that it keeps, in order. */
  get hits(): readonly Stamp[] {
    return Array.from({ length: this.#count }, (_, i) => this.#hit(i));
  }

  /** The one that came i-th of those that are kept. */
  #hit(i: number): Stamp {
    const room = this.#seconds.length;
    const at = (this.#next - this.#count + i + room) % room;
    return { seconds: this.#seconds[at] ?? 0, nanos: this.#nanos[at] ?? 0 };
  }
}
