// Whether what a link leads to is watched by its own name as well: then it is read under that.

export interface OwnNamesOptions {
  readonly isTracked: (at: string) => boolean;
  /** Whoever looks finds it, as far as its name says. */
  readonly fits: (at: string) => boolean;
}

interface Asked {
  readonly leadsTo: string;
  /** How often one had looked by then. */
  readonly looks: number;
}

/** Where a look has begun and ended since, and has not found it, nobody is going to. */
const ENOUGH_LOOKS = 2;

export class OwnNames {
  readonly #options: OwnNamesOptions;
  /** By the link. */
  readonly #asked = new Map<string, Asked>();
  #looks = 0;

  constructor(options: OwnNamesOptions) {
    this.#options = options;
  }

  looked(): void {
    this.#looks++;
  }

  forget(link: string): void {
    this.#asked.delete(link);
  }

  /** Undefined where there is none, or it is that of the link itself. */
  of(link: string, leadsTo: string): string | undefined {
    const { isTracked, fits } = this.#options;
    if (leadsTo === link) return undefined;
    if (isTracked(leadsTo)) return leadsTo;
    const before = this.#asked.get(link);
    if (before?.leadsTo === leadsTo) return this.#looks - before.looks < ENOUGH_LOOKS ? leadsTo : undefined;
    if (!fits(leadsTo)) return undefined;
    // It may have come just now.
    this.#asked.set(link, { leadsTo, looks: this.#looks });
    return leadsTo;
  }
}
