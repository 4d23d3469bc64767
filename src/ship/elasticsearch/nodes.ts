// Which node of a cluster is asked next: the first that has not failed lately, in the order of the configuration.
import type { Clock } from '../../core/clock.ts';

/** After this a node that failed is asked again before those behind it. */
export const FORGIVEN_MS = 60_000;

interface Failure {
  readonly at: number;
  /** The node wants to be left alone until then. */
  readonly until: number;
  /** Its name is unknown, or messages may not go there. */
  readonly isLasting: boolean;
}

/** What is said of a node that failed. */
export interface NodeFailure {
  readonly isLasting: boolean;
  /** For how long it wants to be left alone. */
  readonly waitMs?: number | undefined;
}

export class Nodes {
  readonly #urls: readonly [string, ...string[]];
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #failures = new Map<string, Failure>();

  constructor(urls: readonly [string, ...string[]], clock: Pick<Clock, 'monotonic'>) {
    this.#urls = urls;
    this.#clock = clock;
  }

  /**
   * Where all have failed lately, the one whose failure is the oldest: so each has its turn. One that wants to be left alone has none while there are others;
   * where all of them want that, it is the first whose time comes.
   */
  next(): string {
    const now = this.#clock.monotonic();
    const isFree = (url: string): boolean => this.#untilOf(url) <= now;
    const failedAt = (url: string): number => this.#failures.get(url)?.at ?? Number.NEGATIVE_INFINITY;
    const free = this.#urls.filter(isFree);
    if (free.length === 0) return this.#least((url) => this.#untilOf(url), this.#urls);
    return free.find((url) => failedAt(url) <= now - FORGIVEN_MS) ?? this.#least(failedAt, free);
  }

  answered(url: string): void {
    this.#failures.delete(url);
  }

  /** Gives how long it is until any node may be asked. */
  failed(url: string, { isLasting, waitMs = 0 }: NodeFailure): number {
    const at = this.#clock.monotonic();
    this.#failures.set(url, { at, until: at + waitMs, isLasting });
    return Math.max(0, Math.round(Math.min(...this.#urls.map((one) => this.#untilOf(one))) - at));
  }

  /** None of them can be had as they are named. */
  get allLost(): boolean {
    return this.#urls.every((url) => this.#failures.get(url)?.isLasting);
  }

  #untilOf(url: string): number {
    return this.#failures.get(url)?.until ?? Number.NEGATIVE_INFINITY;
  }

  #least(of: (url: string) => number, urls: readonly string[]): string {
    return urls.reduce((least, url) => (of(url) < of(least) ? url : least));
  }
}
