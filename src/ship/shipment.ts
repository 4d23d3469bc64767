// Ships lines to one destination: many together, soon enough, and never at the cost of whoever logs.
import type { Clock } from '../core/clock.ts';
import { within } from '../core/within.ts';
import type { ShippingOccurrences } from '../telemetry/occurrences/sending/shipping.ts';
import { BatchSender, type Ends } from './batch-sender.ts';
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
/** For a destination to let go of what it holds. */
const CLOSE_MS = 1_000;
/** Nothing waits, so nobody has to be woken by the clock. */
const UNTIL_CALLED_MS = 3_600_000;
const ALL = { lines: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY } as const;

/** How it ends: from `hurry` on no line waits for others, and `over` aborts between the two. */
export interface ShipmentEnds extends Ends {
  /** No line comes any more: it ends when none waits. */
  readonly over: AbortSignal;
}

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

  /** Until it is over and nothing waits, or late. */
  async run(ends: ShipmentEnds): Promise<void> {
    const { clock, destination } = this.#options;
    const ended = new AbortController();
    const telling = this.#losses.run(ended.signal);
    await this.#sendAll(ends);
    this.#losses.add('stopped', this.#buffer.take(ALL).length);
    ended.abort();
    await telling;
    await within(destination.close(), { clock, ms: CLOSE_MS, signal: ends.late });
  }

  async #sendAll(ends: ShipmentEnds): Promise<void> {
    while (!ends.late.aborted) {
      await this.#due(ends);
      const batch = this.#buffer.take(this.#options.destination.batch);
      if (batch.length > 0) await this.#sender.send(batch, ends);
      else if (ends.over.aborted) return;
    }
  }

  get #isFull(): boolean {
    const { destination, bufferLines } = this.#options;
    const { lines, bytes } = destination.batch;
    // A buffer that is smaller than a batch is full long before one.
    return this.#buffer.lines >= Math.min(lines, bufferLines) || this.#buffer.bytes >= bytes;
  }

  /** A batch is full, its oldest line has waited long enough, or it is to end. */
  async #due({ hurry, over }: ShipmentEnds): Promise<void> {
    const { clock, destination } = this.#options;
    while (!over.aborted && !this.#isFull) {
      const { oldestSince } = this.#buffer;
      if (oldestSince !== undefined && hurry.aborted) return;
      const waitMs =
        oldestSince === undefined ? UNTIL_CALLED_MS : oldestSince + destination.batch.everyMs - clock.monotonic();
      if (waitMs <= 0) return;
      this.#bell = new AbortController();
      await clock.sleep(waitMs, AbortSignal.any([hurry.aborted ? over : hurry, this.#bell.signal]));
    }
  }
}
