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
  /** Whether what is untold is worth a warning by itself. */
  #isNews = false;
  readonly #reasons = new Set<DropReason>();
  #words: string | undefined;
  /** For what lines were refused for good, as it was told last: those that are refused for it as well are told with the next news, or at the end. */
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
    this.#untold += lines;
    this.#reasons.add(reason);
    const refusal = reason === 'refused' ? kindOf(words) : undefined;
    if (refusal !== undefined && refusal === this.#toldRefusal) return;
    this.#toldRefusal = refusal ?? this.#toldRefusal;
    this.#isNews = true;
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
    if (!this.#isTold || this.#isNews) return;
    this.#isTold = false;
    occurrences.recovered({ destination, lines: this.#untold });
    this.#forget();
  }

  /** Until the signal aborts; what is untold then is told. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      const waitMs = this.#isNews ? this.#nextAt - clock.monotonic() : TELL_EVERY_MS;
      if (this.#isNews && waitMs <= 0) this.#tell();
      this.#bell = new AbortController();
      const wakes = this.#isNews ? [signal] : [signal, this.#bell.signal];
      await clock.sleep(Math.max(waitMs, 0), AbortSignal.any(wakes));
    }
    if (this.#untold > 0) this.#tell();
  }

  #tell(): void {
    const { destination, clock, occurrences } = this.#options;
    occurrences.lost({ destination, lines: this.#untold, reasons: [...this.#reasons], words: this.#words });
    this.#forget();
    this.#isTold = true;
    this.#nextAt = clock.monotonic() + TELL_EVERY_MS;
  }

  #forget(): void {
    this.#untold = 0;
    this.#reasons.clear();
    this.#isNews = false;
  }
}

/** What stands before the words of the other side, which may name a line or a request and so be others each time. */
const kindOf = (words = ''): string => words.split(': ', 1)[0] ?? words;
