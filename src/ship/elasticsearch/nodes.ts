// Which node of a cluster is asked next: the first that has not failed lately, in the order of the configuration.
import type { Clock } from '../../core/clock.ts';

/** After this a node that failed is asked again before those behind it. */
export const FORGIVEN_MS = 60_000;

interface Failure {
  readonly at: number;
  /** Its name is unknown, or messages may not go there. */
  readonly isLasting: boolean;
}

export class Nodes {
  readonly #urls: readonly [string, ...string[]];
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #failures = new Map<string, Failure>();

  constructor(urls: readonly [string, ...string[]], clock: Pick<Clock, 'monotonic'>) {
    this.#urls = urls;
    this.#clock = clock;
  }

  /** Where all have failed lately, the one whose failure is the oldest: so each has its turn. */
  next(): string {
    const since = this.#clock.monotonic() - FORGIVEN_MS;
    const failedAt = (url: string): number => this.#failures.get(url)?.at ?? Number.NEGATIVE_INFINITY;
    const sound = this.#urls.find((url) => failedAt(url) <= since);
    return sound ?? this.#urls.reduce((oldest, url) => (failedAt(url) < failedAt(oldest) ? url : oldest));
  }

  answered(url: string): void {
    this.#failures.delete(url);
  }

  failed(url: string, { isLasting }: Pick<Failure, 'isLasting'>): void {
    this.#failures.set(url, { at: this.#clock.monotonic(), isLasting });
  }

  /** None of them can be had as they are named. */
  get allLost(): boolean {
    return this.#urls.every((url) => this.#failures.get(url)?.isLasting);
  }
}
