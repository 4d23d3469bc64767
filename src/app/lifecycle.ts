// Ends what was started, the last first, and side by side where the order does not matter. A part that hangs or fails is reported and does not keep the others running.
import type { Clock } from '../core/clock.ts';
import { Deadline } from '../core/signals/deadline.ts';
import { LEFT_BEHIND_AFTER_MS } from '../core/signals/stop-times.ts';
import { within } from '../core/within.ts';
import type { ServiceOccurrences } from '../telemetry/occurrences/service.ts';

/** What is left for a part behind those that have used up the time. */
const LEAST_MS = 500;

interface Part {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

export class Lifecycle {
  readonly #clock: Clock;
  readonly #occurrences: ServiceOccurrences;
  /** In the order in which they were started, and together those that end together. */
  readonly #groups: Part[][] = [];
  #stopped: Promise<void> | undefined;

  constructor(options: { readonly clock: Clock; readonly occurrences: ServiceOccurrences }) {
    this.#clock = options.clock;
    this.#occurrences = options.occurrences;
  }

  /** Call right after a part was started. It ends before whatever was started before it. */
  onStop(name: string, stop: () => Promise<void>): void {
    this.#groups.push([{ name, stop }]);
  }

  /** The same for a part that does not need the one before: the two end at the same time. */
  onStopBeside(name: string, stop: () => Promise<void>): void {
    const group = this.#groups.at(-1);
    if (group === undefined) this.onStop(name, stop);
    else group.push({ name, stop });
  }

  /** May be called twice; both calls end together. */
  stop(reason: string): Promise<void> {
    this.#stopped ??= this.#stopAll(reason);
    return this.#stopped;
  }

  async #stopAll(reason: string): Promise<void> {
    const started = this.#clock.monotonic();
    const deadline = new Deadline(this.#clock, LEFT_BEHIND_AFTER_MS);
    this.#occurrences.stopping({ reason });
    for (const group of this.#groups.splice(0).reverse()) {
      const ms = Math.max(LEAST_MS, deadline.leftMs);
      await Promise.all(group.reverse().map((part) => this.#stopPart(part, ms)));
    }
    this.#occurrences.stopped({ durationMs: this.#clock.monotonic() - started });
  }

  /** It never rejects. */
  async #stopPart({ name, stop }: Part, ms: number): Promise<void> {
    try {
      const ended = stop().then(() => true);
      if (await within(ended, { clock: this.#clock, ms })) return;
      throw new Error(`${name} did not stop in time.`);
    } catch (error) {
      this.#occurrences.stopFailed({ part: name, error });
    }
  }
}
