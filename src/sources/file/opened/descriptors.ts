// How many files may stay open while nothing is written to them, and after they were rotated away.
import { readFileSync } from 'node:fs';

const MOST_IDLE = 256;
/** The part of what the process may have open that idle files may hold, as a divisor: the rest is for everything else. */
const SHARE = 4;
const AT_ONCE = 16;

export class Descriptors {
  readonly #most: number;
  #open = 0;
  #lingering = 0;
  #turns = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most = mostIdle(limitsOfProcess())) {
    this.#most = most;
  }

  get isFull(): boolean {
    return this.#open > this.#most;
  }

  /** One more that was rotated away stays open; false where there are more of these than may be. */
  lingers(): boolean {
    return ++this.#lingering <= this.#most;
  }

  lingersNoMore(): void {
    this.#lingering--;
  }

  /** Where many files are rotated at once each has some open until it is read: so many do that at a time. */
  async inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    if (this.#turns >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#turns++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#turns--;
    }
  }

  opened(): void {
    this.#open++;
  }

  closed(): void {
    this.#open--;
  }
}

/** `limits` is what the kernel says of a process. */
export function mostIdle(limits: string): number {
  const most = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
  return most === undefined ? MOST_IDLE : Math.min(MOST_IDLE, Math.floor(Number(most) / SHARE));
}

/** Empty where no kernel tells. */
function limitsOfProcess(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
