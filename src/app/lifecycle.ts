// Ends what was started, the last first. A part that hangs or fails is reported and does not keep the others running.
import type { Clock } from '../core/clock.ts';
import { within } from '../core/within.ts';
import type { ServiceOccurrences } from '../telemetry/occurrences/service.ts';

/** Longer than the four seconds that running requests may take, so that this is the net below all parts and not the usual end. */
const PART_WITHIN_MS = 8_000;

interface Part {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

export class Lifecycle {
  readonly #clock: Clock;
  readonly #occurrences: ServiceOccurrences;
  readonly #parts: Part[] = [];
  #stopped: Promise<void> | undefined;

  constructor(options: { readonly clock: Clock; readonly occurrences: ServiceOccurrences }) {
    this.#clock = options.clock;
    this.#occurrences = options.occurrences;
  }

  /** Call right after a part was started. */
  onStop(name: string, stop: () => Promise<void>): void {
    this.#parts.push({ name, stop });
  }

  /** May be called twice; both calls end together. */
  stop(reason: string): Promise<void> {
    this.#stopped ??= this.#stopAll(reason);
    return this.#stopped;
  }

  async #stopAll(reason: string): Promise<void> {
    const started = this.#clock.monotonic();
    this.#occurrences.stopping({ reason });
    for (const part of this.#parts.splice(0).reverse()) {
      await this.#stopPart(part).catch((error: unknown) => this.#occurrences.stopFailed({ part: part.name, error }));
    }
    this.#occurrences.stopped({ durationMs: this.#clock.monotonic() - started });
  }

  async #stopPart({ name, stop }: Part): Promise<void> {
    const ended = stop().then(() => true);
    if (await within(ended, { clock: this.#clock, ms: PART_WITHIN_MS })) return;
    throw new Error(`${name} did not stop within ${PART_WITHIN_MS / 1000} s`);
  }
}
