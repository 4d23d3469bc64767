// Asks the system where a name leads to: as the machine itself would, hosts file and all.
import { lookup as systemLookup } from 'node:dns/promises';
import { type Clock, systemClock } from '../../core/clock.ts';

/** All addresses of a name, or a rejection with the system's code. */
export type Lookup = (name: string) => Promise<readonly string[]>;

/** The system looks up in the few threads that files and passwords need, too, and cannot be told to stop: names that nobody answers for must not take them all. */
const MOST_AT_ONCE = 2;
/** Of names that took longer than this the last time, so that others never wait for those alone. */
const SLOW_MS = 2_000;
const MOST_SLOW_AT_ONCE = 1;
/** Behind these the next one is refused: whoever asked has given up by then. */
const MOST_WAITING = 1_000;

/** One lookup for all who ask for the same name at the same time, and only so many at once. */
export function createLookup(ask: Lookup = askSystem, clock: Pick<Clock, 'monotonic'> = systemClock): Lookup {
  const running = new Map<string, Promise<readonly string[]>>();
  const turns = new Turns();
  const timed = async (name: string, wasSlow: boolean): Promise<readonly string[]> => {
    const began = clock.monotonic();
    try {
      return await ask(name);
    } finally {
      turns.tookLong(name, clock.monotonic() - began > SLOW_MS);
      turns.end(wasSlow);
    }
  };
  const inTurn = (name: string): Promise<readonly string[]> => {
    const isSlow = turns.isSlow(name);
    return new Promise((resolve) => turns.begin(isSlow, () => resolve(timed(name, isSlow))));
  };
  return (name) => {
    const before = running.get(name);
    if (before !== undefined) return before;
    if (turns.waiting >= MOST_WAITING) return Promise.reject(Object.assign(new Error('busy'), { code: 'EAI_AGAIN' }));
    const found = inTurn(name).finally(() => running.delete(name));
    running.set(name, found);
    return found;
  };
}

/** Who may ask now, and who waits. */
class Turns {
  readonly #slow = new Set<string>();
  readonly #waiting: Readonly<Record<'quick' | 'slow', (() => void)[]>> = { quick: [], slow: [] };
  readonly #active = { all: 0, slow: 0 };

  get waiting(): number {
    return this.#waiting.quick.length + this.#waiting.slow.length;
  }

  isSlow(name: string): boolean {
    return this.#slow.has(name);
  }

  /** As many are remembered as can wait; the oldest is forgotten first. */
  tookLong(name: string, isSlow: boolean): void {
    this.#slow.delete(name);
    if (isSlow) this.#slow.add(name);
    const [oldest = name] = this.#slow;
    if (this.#slow.size > MOST_WAITING) this.#slow.delete(oldest);
  }

  /** Calls `go` when it may begin, at once where nobody has to end before. */
  begin(isSlow: boolean, go: () => void): void {
    this.#waiting[isSlow ? 'slow' : 'quick'].push(go);
    this.#next();
  }

  end(isSlow: boolean): void {
    this.#active.all -= 1;
    if (isSlow) this.#active.slow -= 1;
    this.#next();
  }

  #next(): void {
    while (this.#active.all < MOST_AT_ONCE) {
      const quick = this.#waiting.quick.shift();
      const slow =
        quick === undefined && this.#active.slow < MOST_SLOW_AT_ONCE ? this.#waiting.slow.shift() : undefined;
      if (slow !== undefined) this.#active.slow += 1;
      const go = quick ?? slow;
      if (go === undefined) return;
      this.#active.all += 1;
      go();
    }
  }
}

async function askSystem(name: string): Promise<readonly string[]> {
  const found = await systemLookup(name, { all: true });
  return found.map(({ address }) => address);
}
