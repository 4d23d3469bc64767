// Tells that lines are lost: at once, and then once a minute at most, however many they are and however long it lasts.
import type { Clock } from '../core/clock.ts';
import type { DropReason } from '../core/shipping/drop-reason.ts';
import type { ShippingOccurrences } from '../telemetry/occurrences/sending/shipping.ts';

export interface LossesOptions {
  readonly destination: string;
  readonly clock: Clock;
  readonly occurrences: Pick<ShippingOccurrences, 'dropped' | 'lost' | 'recovered'>;
}

export const TELL_EVERY_MS = 60_000;

export class Losses {
  readonly #options: LossesOptions;
  #untold = 0;
  readonly #reasons = new Set<DropReason>();
  #words: string | undefined;
  /** For what lines were refused for good, as it was told last: saying it again helps nobody. */
  #toldRefusal: string | undefined;
  #isTold = false;
  #nextAt = Number.NEGATIVE_INFINITY;
  #bell = new AbortController();

  constructor(options: LossesOptions) {
    this.#options = options;
  }

  /** @param words what the destination, or the way to it, said */
  add(reason: DropReason, lines: number, words?: string): void {
    const { destination, occurrences } = this.#options;
    if (lines === 0) return;
    occurrences.dropped({ destination, lines, reason });
    this.heard(words);
    if (reason === 'refused' && words === this.#toldRefusal) return;
    if (reason === 'refused') this.#toldRefusal = words;
    this.#untold += lines;
    this.#reasons.add(reason);
    // What is lost at the end is told at the end.
    if (reason !== 'stopped') this.#bell.abort();
  }

  /** What went wrong last; told with the lines that are lost by it. */
  heard(words: string | undefined): void {
    this.#words = words ?? this.#words;
  }

  /** Everything arrived. */
  over(): void {
    const { destination, occurrences } = this.#options;
    this.#words = undefined;
    this.#toldRefusal = undefined;
    if (!this.#isTold || this.#untold > 0) return;
    this.#isTold = false;
    occurrences.recovered({ destination });
  }

  /** Until the signal aborts; what is untold then is told. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      const waitMs = this.#untold === 0 ? TELL_EVERY_MS : this.#nextAt - clock.monotonic();
      if (this.#untold > 0 && waitMs <= 0) this.#tell();
      this.#bell = new AbortController();
      const wakes = this.#untold === 0 ? [signal, this.#bell.signal] : [signal];
      await clock.sleep(Math.max(waitMs, 0), AbortSignal.any(wakes));
    }
    if (this.#untold > 0) this.#tell();
  }

  #tell(): void {
    const { destination, clock, occurrences } = this.#options;
    occurrences.lost({ destination, lines: this.#untold, reasons: [...this.#reasons], words: this.#words });
    this.#untold = 0;
    this.#reasons.clear();
    this.#isTold = true;
    this.#nextAt = clock.monotonic() + TELL_EVERY_MS;
  }
}
