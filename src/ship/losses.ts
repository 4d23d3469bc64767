// Tells that lines are lost: at once, and then once a minute at most, however many they are and however long it lasts. What is told adds up to what is counted.
import type { Clock } from '../core/clock.ts';
import type { DropReason } from '../core/shipping/drop-reason.ts';
import type { ShippingOccurrences } from '../telemetry/occurrences/sending/shipping.ts';
import type { Failure } from './failure.ts';

export interface LossesOptions {
  readonly destination: string;
  readonly clock: Clock;
  readonly occurrences: Pick<ShippingOccurrences, 'dropped' | 'lost' | 'recovered'>;
}

export const TELL_EVERY_MS = 60_000;
/** So many kinds of refusals are known at once; of a destination that finds a new one each time the oldest is forgotten. */
const MOST_KINDS = 20;

/** Where neither the destination nor the way to it has said anything. */
const SILENTLY: Partial<Readonly<Record<DropReason, string>>> = {
  buffer_full: 'Lines came faster than they were taken.',
  stopped: 'The end came before an answer.',
};

export class Losses {
  readonly #options: LossesOptions;
  #untold = 0;
  readonly #reasons = new Set<DropReason>();
  /** What those were lost by that are untold. */
  #because: string | undefined;
  /** Whether what is untold is worth a warning: a person does not know of it yet. */
  #isNews = false;
  /** What went wrong last; undefined once something has arrived. */
  #failing: string | undefined;
  /** The refusals that were told of, since everything arrived last. */
  readonly #knownKinds = new Set<string>();
  #isTold = false;
  #lastAt = Number.NEGATIVE_INFINITY;
  #nextAt = Number.NEGATIVE_INFINITY;
  #bell = new AbortController();

  constructor(options: LossesOptions) {
    this.#options = options;
  }

  /** @param failure what the destination, or the way to it, said of them */
  add(reason: DropReason, lines: number, failure?: Failure): void {
    const { destination, clock, occurrences } = this.#options;
    if (lines === 0) return;
    occurrences.dropped({ destination, lines, reason });
    this.#untold += lines;
    this.#reasons.add(reason);
    if (failure !== undefined) this.heard(failure.words);
    this.#because = this.#failing ?? this.#because;
    this.#isNews ||= this.#isNew(failure?.kind);
    this.#lastAt = clock.monotonic();
    // What is lost at the end is told at the end.
    if (reason !== 'stopped') this.#bell.abort();
  }

  /** What went wrong last; told with the lines that are lost by it. */
  heard(words: string): void {
    this.#failing = words;
  }

  /** A batch arrived. Whether all is well again shows within a minute: some refuse one batch and take the next. */
  over(): void {
    const { destination, clock, occurrences } = this.#options;
    this.#failing = undefined;
    if (!this.#isTold || this.#untold > 0 || clock.monotonic() - this.#lastAt < TELL_EVERY_MS) return;
    this.#isTold = false;
    this.#knownKinds.clear();
    occurrences.recovered({ destination });
  }

  /** Until the signal aborts; what is untold then is told. */
  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted) {
      this.#bell = new AbortController();
      const waitMs = this.#untold > 0 ? this.#nextAt - clock.monotonic() : TELL_EVERY_MS;
      if (waitMs <= 0) this.#tell();
      else {
        const wakes = this.#untold > 0 ? [signal] : [signal, this.#bell.signal];
        await clock.sleep(waitMs, AbortSignal.any(wakes));
      }
    }
    if (this.#untold > 0) this.#tell();
  }

  /** A refusal is new once; anything else each time. */
  #isNew(kind: string | undefined): boolean {
    if (kind === undefined) return true;
    if (this.#knownKinds.has(kind)) return false;
    const [oldest] = this.#knownKinds;
    if (oldest !== undefined && this.#knownKinds.size >= MOST_KINDS) this.#knownKinds.delete(oldest);
    this.#knownKinds.add(kind);
    return true;
  }

  #tell(): void {
    const { destination, clock, occurrences } = this.#options;
    const reasons = [...this.#reasons];
    const words = this.#because ?? reasons.map((reason) => SILENTLY[reason]).find((text) => text !== undefined);
    occurrences.lost({ destination, lines: this.#untold, reasons, words, isNews: this.#isNews });
    this.#untold = 0;
    this.#reasons.clear();
    this.#because = undefined;
    this.#isNews = false;
    this.#isTold = true;
    this.#nextAt = clock.monotonic() + TELL_EVERY_MS;
  }
}
