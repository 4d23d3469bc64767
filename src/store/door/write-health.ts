// Knows whether the store can be written, from what the last write met.
import type { Clock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';
import type { StoreOccurrences } from '../../telemetry/occurrences/store.ts';
import type { StoreFault } from '../backend/store-fault.ts';

export type WriteCheck = { readonly ok: true } | { readonly ok: false; readonly reason: string };

interface Options {
  readonly clock: Clock;
  readonly occurrences: StoreOccurrences;
  /** Really writes something tiny; it reports to `succeeded` or `failed` itself. */
  readonly probe: () => Promise<void>;
}

const TRUST_A_WRITE_FOR_MS = 5_000;
const PROBE_EVERY_MS = 1_000;
/** A server that is frozen answers nothing, not even a refusal; whoever asks for our health gets an answer all the same. */
const ANSWER_WITHIN_MS = 2_000;

/** It asks the database itself only when that is too long ago or went wrong. */
export class WriteHealth {
  readonly #options: Options;
  #fault: StoreFault | undefined;
  #faultSince = 0;
  #lastSuccess = Number.NEGATIVE_INFINITY;
  #lastProbe = Number.NEGATIVE_INFINITY;
  #probing: Promise<void> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  succeeded(): void {
    const now = this.#options.clock.monotonic();
    this.#lastSuccess = now;
    if (!this.#fault) return;
    this.#fault = undefined;
    this.#options.occurrences.recovered({ seconds: (now - this.#faultSince) / 1000 });
  }

  failed(fault: StoreFault): void {
    const first = this.#fault === undefined;
    if (first) this.#faultSince = this.#options.clock.monotonic();
    this.#fault = fault;
    this.#options.occurrences.failed({ ...fault, first });
  }

  /** Never rejects. At most one probe a second, shared by all who ask meanwhile. */
  async check(): Promise<WriteCheck> {
    const now = this.#options.clock.monotonic();
    if (!this.#fault && now - this.#lastSuccess < TRUST_A_WRITE_FOR_MS) return { ok: true };
    if (!this.#probing && now - this.#lastProbe >= PROBE_EVERY_MS) {
      this.#lastProbe = now;
      this.#probing = this.#options
        .probe()
        .catch(() => {}) // It has reported to `failed` already.
        .finally(() => {
          this.#probing = undefined;
        });
    }
    const ms = this.#lastProbe + ANSWER_WITHIN_MS - now;
    if (this.#probing && ms > 0) await within(this.#probing, { clock: this.#options.clock, ms });
    if (!this.#fault && this.#lastSuccess >= this.#lastProbe) return { ok: true };
    return { ok: false, reason: this.#fault?.words ?? 'the database does not answer as it should' };
  }
}
