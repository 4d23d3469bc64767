// Which lines of the log are left out on purpose: those of events of which the configuration wants only a share.

/** How large a share of an event's lines is written, from 0 to 1. */
export interface SampledEvent {
  readonly event: string;
  readonly share: number;
}

/** Each line of such an event is drawn by itself, so that no rhythm of what happens can hide behind a rhythm of what is left out. */
export class LogSampling {
  readonly #shares: ReadonlyMap<string, number>;
  readonly #random: () => number;
  #leftOut = 0;

  /** `random` gives numbers from 0 up to 1, as `Math.random` does. */
  constructor(events: readonly SampledEvent[], random: () => number) {
    this.#shares = new Map(events.map(({ event, share }) => [event, share]));
    this.#random = random;
  }

  /** How many lines were left out since the start. */
  get leftOut(): number {
    return this.#leftOut;
  }

  /** To be asked once for each line that would be written: the share of its event that is (1 where nothing is left out), or undefined when this line is left out. */
  draw(event: string): number | undefined {
    const share = this.#shares.get(event);
    if (share === undefined || share === 1) return 1;
    if (this.#random() < share) return share;
    this.#leftOut += 1;
    return undefined;
  }
}
