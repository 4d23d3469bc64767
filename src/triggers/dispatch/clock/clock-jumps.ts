// Notices when the wall clock was set: by how much, and how long ago.
import type { Clock } from '../../../core/clock.ts';

/** Less is drift, which counts when it has become as much. */
const NOTICED_MS = 1_000;
/** Of a clock that is set all the time the oldest are taken together. */
const MOST_REMEMBERED = 64;

interface Jump {
  /** By the clock that never goes back. */
  readonly at: number;
  /** Below zero where it was set back. */
  readonly byMs: number;
}

export class ClockJumps {
  readonly #clock: Pick<Clock, 'now' | 'monotonic'>;
  #ahead: number;
  #jumps: readonly Jump[] = [];

  constructor(clock: Pick<Clock, 'now' | 'monotonic'>) {
    this.#clock = clock;
    this.#ahead = clock.now() - clock.monotonic();
  }

  /** By how much it was set since the last look; nothing where it was not. */
  look(): number {
    const at = this.#clock.monotonic();
    const ahead = this.#clock.now() - at;
    const byMs = ahead - this.#ahead;
    if (Math.abs(byMs) < NOTICED_MS) return 0;
    this.#ahead = ahead;
    this.#jumps = takenTogether([...this.#jumps, { at, byMs }]);
    return byMs;
  }

  /** By how much the wall clock says too much of the last so many milliseconds, because it was set ahead in them. */
  tooMuchIn(ms: number): number {
    this.look();
    const from = this.#clock.monotonic() - ms;
    const sum = this.#jumps.reduce((total, { at, byMs }) => (at > from ? total + byMs : total), 0);
    return Math.max(0, sum);
  }
}

function takenTogether(jumps: readonly Jump[]): readonly Jump[] {
  const [first, second, ...rest] = jumps;
  if (jumps.length <= MOST_REMEMBERED || first === undefined || second === undefined) return jumps;
  return [{ at: second.at, byMs: first.byMs + second.byMs }, ...rest];
}
