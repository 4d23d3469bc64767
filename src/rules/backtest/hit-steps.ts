// The hits of a back-test over time: how many, and how many of them became events, in equal steps of its span.

const MINUTE_MS = 60_000;
/** Lengths that people can read off a clock, in minutes. */
const LENGTHS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360] as const;
const MOST_STEPS = 72;

/** Milliseconds since 1970: [from, to). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface HitStep {
  readonly from: number;
  readonly hits: number;
  readonly events: number;
}

export class HitSteps {
  readonly minutes: number;
  readonly #from: number;
  readonly #hits: Uint32Array;
  readonly #events: Uint32Array;

  /** The first step begins at a whole one, at the span's beginning or before it. */
  constructor({ from, to }: Span) {
    const span = Math.max(MINUTE_MS, to - from);
    this.minutes = LENGTHS.find((length) => span / (length * MINUTE_MS) <= MOST_STEPS) ?? 360;
    const length = this.minutes * MINUTE_MS;
    this.#from = Math.floor(from / length) * length;
    const count = Math.max(1, Math.ceil((from + span - this.#from) / length));
    this.#hits = new Uint32Array(count);
    this.#events = new Uint32Array(count);
  }

  /** What lies beyond an end, as an engine's clock may be another, counts where it is nearest. */
  add(atMs: number, isEvent: boolean): void {
    const step = Math.floor((atMs - this.#from) / (this.minutes * MINUTE_MS));
    const at = Math.max(0, Math.min(this.#hits.length - 1, step));
    this.#hits[at] = (this.#hits[at] ?? 0) + 1;
    if (isEvent) this.#events[at] = (this.#events[at] ?? 0) + 1;
  }

  get all(): readonly HitStep[] {
    return Array.from(this.#hits, (hits, step) => ({
      from: this.#from + step * this.minutes * MINUTE_MS,
      hits,
      events: this.#events[step] ?? 0,
    }));
  }
}
