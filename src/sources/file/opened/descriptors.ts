// How many files may stay open while nothing is written to them.
import { readFileSync } from 'node:fs';

const MOST_IDLE = 256;
/** The part of what the process may have open that idle files may hold, as a divisor: the rest is for everything else. */
const SHARE = 4;

export class Descriptors {
  readonly #most: number;
  #open = 0;

  constructor(most = mostIdle(limitsOfProcess())) {
    this.#most = most;
  }

  get isFull(): boolean {
    return this.#open > this.#most;
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
