// How many files may stay open while nothing is written to them, and after they were rotated away.
import { readFileSync } from 'node:fs';

const MOST_IDLE = 256;
/** The part of what the process may have open that idle files may hold, as a divisor: the rest is for everything else. */
const SHARE = 4;
/** Readings that look around at once, as a divisor of the most that may be idle: each has a few files open for it. */
const TURN = 8;

export class Descriptors {
  readonly #most: number;
  readonly #atOnce: number;
  #open = 0;
  #lingering = 0;
  #turns = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most = mostIdle(limitsOfProcess())) {
    this.#most = most;
    this.#atOnce = Math.max(1, Math.floor(most / TURN));
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

  /** Where many files are rotated at once each has some open until it is read: so many do that at a time. What lasts lets its turn go, or a long backlog would keep others from being read; and nobody asks for a turn within a turn. */
  async inTurn<Value>(work: (letGo: () => void) => Promise<Value>): Promise<Value> {
    if (this.#turns >= this.#atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#turns++;
    let isHeld = true;
    const letGo = (): void => {
      if (isHeld) this.#nextTurn();
      isHeld = false;
    };
    return work(letGo).finally(letGo);
  }

  #nextTurn(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#turns--;
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
