// Who may ask the system for a name now, and who waits: names that nobody answers for keep nobody else waiting for long.

/** Who is answered at once needs no more than these. */
const MOST_AT_ONCE = 2;
/** Of names that were slow the last time, so that others never wait for those alone. */
const MOST_SLOW_AT_ONCE = 1;
/** As many are remembered as can wait. */
const MOST_REMEMBERED = 1_000;

/** One who asks. */
export interface Turn {
  readonly isSlow: boolean;
  /** He may ask from now on; until then he waits. */
  readonly go: () => void;
}

/**
 * A turn ends with its answer. One that has none for a while is set aside, and its place goes to the next: the system cannot be told to give up, so that a thread
 * of it stays taken, and there are only so many for that.
 */
export class LookupTurns {
  readonly #mostAside: number;
  readonly #slow = new Set<string>();
  readonly #waiting: Readonly<Record<'quick' | 'slow', Turn[]>> = { quick: [], slow: [] };
  readonly #active = new Set<Turn>();
  readonly #aside = new Set<Turn>();
  /** Active ones that are to be set aside as soon as there is room. */
  readonly #overdue = new Set<Turn>();

  /** @param threads in which the system looks up at the same time */
  constructor(threads: number) {
    this.#mostAside = Math.max(0, threads - MOST_AT_ONCE);
  }

  get waiting(): number {
    return this.#waiting.quick.length + this.#waiting.slow.length;
  }

  isSlow(name: string): boolean {
    return this.#slow.has(name);
  }

  /** The oldest is forgotten first. */
  tookLong(name: string, isSlow: boolean): void {
    this.#slow.delete(name);
    if (isSlow) this.#slow.add(name);
    const [oldest = name] = this.#slow;
    if (this.#slow.size > MOST_REMEMBERED) this.#slow.delete(oldest);
  }

  begin(turn: Turn): void {
    this.#waiting[turn.isSlow ? 'slow' : 'quick'].push(turn);
    this.#next();
  }

  /** There is no answer yet. */
  isSilent(turn: Turn): void {
    if (this.#active.has(turn)) this.#overdue.add(turn);
    this.#next();
  }

  end(turn: Turn): void {
    for (const turns of [this.#active, this.#aside, this.#overdue]) turns.delete(turn);
    this.#next();
  }

  #next(): void {
    for (const turn of this.#overdue) {
      if (this.#aside.size >= this.#mostAside) break;
      for (const turns of [this.#active, this.#overdue]) turns.delete(turn);
      this.#aside.add(turn);
    }
    while (this.#active.size < MOST_AT_ONCE) {
      const turn = this.#waiting.quick.shift() ?? (this.#mayBeSlow() ? this.#waiting.slow.shift() : undefined);
      if (turn === undefined) return;
      this.#active.add(turn);
      turn.go();
    }
  }

  #mayBeSlow(): boolean {
    return [...this.#active, ...this.#aside].filter(({ isSlow }) => isSlow).length < MOST_SLOW_AT_ONCE;
  }
}
