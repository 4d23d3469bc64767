// Ships lines to one destination: many together, soon enough, and never at the cost of whoever logs.
import type { Clock } from '../core/clock.ts';
import type { ShippingOccurrences } from '../telemetry/occurrences/sending/shipping.ts';
import { BatchSender } from './batch-sender.ts';
import type { Destination } from './destination.ts';
import { LineBuffer } from './line-buffer.ts';
import type { LogLine } from './log-line.ts';
import { Losses } from './losses.ts';

export interface ShipmentOptions {
  readonly destination: Destination;
  readonly clock: Clock;
  /** From 0 up to 1, as `Math.random` gives it. */
  readonly random: () => number;
  /** How often the same lines are tried. */
  readonly attempts: number;
  /** How many lines may wait. */
  readonly bufferLines: number;
  readonly occurrences: ShippingOccurrences;
}

/** However long lines are, no more waits than this. */
const MOST_BUFFER_BYTES = 16 * 1024 * 1024;
/** For what is still there when it is to end. */
export const FLUSH_MS = 5_000;
/** Nothing waits, so nobody has to be woken by the clock. */
const UNTIL_CALLED_MS = 3_600_000;
const ALL = { lines: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY } as const;

export class Shipment {
  readonly #options: ShipmentOptions;
  readonly #buffer: LineBuffer;
  readonly #losses: Losses;
  readonly #sender: BatchSender;
  #bell = new AbortController();

  constructor(options: ShipmentOptions) {
    const { destination, bufferLines } = options;
    this.#options = options;
    this.#buffer = new LineBuffer({ lines: bufferLines, bytes: MOST_BUFFER_BYTES });
    this.#losses = new Losses({ ...options, destination: destination.name });
    this.#sender = new BatchSender({ ...options, losses: this.#losses });
  }

  get name(): string {
    return this.#options.destination.name;
  }

  /** Of those that were taken, how many are neither sent nor dropped yet. */
  get depth(): number {
    return this.#buffer.lines + this.#sender.inFlight;
  }

  take(line: LogLine): void {
    const { clock, occurrences } = this.#options;
    const wasEmpty = this.#buffer.lines === 0;
    occurrences.taken({ destination: this.name });
    this.#losses.add('buffer_full', this.#buffer.push(line, clock.monotonic()));
    if (wasEmpty || this.#isFull) this.#bell.abort();
  }

  /** Until the signal aborts, and then for as long as what waits can still be sent, within `FLUSH_MS`. */
  async run(signal: AbortSignal): Promise<void> {
    const ended = new AbortController();
    const telling = this.#losses.run(ended.signal);
    await this.#sendAll(signal);
    this.#losses.add('stopped', this.#buffer.take(ALL).length);
    ended.abort();
    await telling;
    await this.#options.destination.close();
  }

  async #sendAll(stopping: AbortSignal): Promise<void> {
    const { clock, destination } = this.#options;
    const [done, late] = [new AbortController(), new AbortController()];
    const hurry = (): void => void clock.sleep(FLUSH_MS, done.signal).then(() => late.abort());
    stopping.addEventListener('abort', hurry, { once: true });
    if (stopping.aborted) hurry();
    while (!late.signal.aborted) {
      await this.#due(stopping);
      const batch = this.#buffer.take(destination.batch);
      if (batch.length === 0 && stopping.aborted) break;
      await this.#sender.send(batch, { stopping, late: late.signal });
    }
    stopping.removeEventListener('abort', hurry);
    done.abort();
  }

  get #isFull(): boolean {
    const { destination, bufferLines } = this.#options;
    const { lines, bytes } = destination.batch;
    // A buffer that is smaller than a batch is full long before one.
    return this.#buffer.lines >= Math.min(lines, bufferLines) || this.#buffer.bytes >= bytes;
  }

  /** A batch is full, its oldest line has waited long enough, or it is to end. */
  async #due(stopping: AbortSignal): Promise<void> {
    const { clock, destination } = this.#options;
    while (!stopping.aborted && !this.#isFull) {
      const { oldestSince } = this.#buffer;
      const waitMs =
        oldestSince === undefined ? UNTIL_CALLED_MS : oldestSince + destination.batch.everyMs - clock.monotonic();
      if (waitMs <= 0) return;
      this.#bell = new AbortController();
      await clock.sleep(waitMs, AbortSignal.any([stopping, this.#bell.signal]));
    }
  }
}
