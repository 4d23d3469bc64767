// Sends one batch until each of its lines has arrived or never will: again after a while where that may help, in halves where it is too large.
import type { Clock } from '../core/clock.ts';
import { Backoff } from '../net/backoff.ts';
import type { ShippingOccurrences } from '../telemetry/occurrences/sending/shipping.ts';
import type { Destination, SendResult } from './destination.ts';
import type { Failure } from './failure.ts';
import type { LogLine } from './log-line.ts';
import type { Losses } from './losses.ts';
import { StandingRefusal } from './standing-refusal.ts';

export interface BatchSenderOptions {
  readonly destination: Destination;
  readonly clock: Clock;
  /** From 0 up to 1, as `Math.random` gives it. */
  readonly random: () => number;
  /** How often the same lines are tried. */
  readonly attempts: number;
  readonly occurrences: Pick<ShippingOccurrences, 'sent' | 'retried'>;
  readonly losses: Losses;
}

/** When it has to end. */
export interface Ends {
  /** It is to end soon: waits are short from then on. */
  readonly hurry: AbortSignal;
  /** It ends now. */
  readonly late: AbortSignal;
}

const WAITS = { firstMs: 500, mostMs: 30_000 } as const;
const TOO_LARGE = 'too_large';
/** Between attempts while it is to end: five of them are spread over the seconds that there are. */
const LAST_WAIT_MS = 1_000;

export class BatchSender {
  readonly #options: BatchSenderOptions;
  readonly #backoff: Backoff;
  readonly #refusal: StandingRefusal;
  /** The destination is left alone until then, whichever lines are next: it asked for that, or it failed. */
  #until = Number.NEGATIVE_INFINITY;
  #inFlight = 0;
  /** Of the batch that is being sent, how many lines were too large even alone, and what was said of the last of them. */
  #tooLarge = 0;
  #tooLargeWords = '';

  constructor(options: BatchSenderOptions) {
    this.#options = options;
    this.#backoff = new Backoff({ ...WAITS, random: options.random });
    this.#refusal = new StandingRefusal(options);
  }

  /** Lines of which nobody knows yet. */
  get inFlight(): number {
    return this.#inFlight;
  }

  async send(batch: readonly LogLine[], ends: Ends): Promise<void> {
    this.#inFlight += batch.length;
    const refused = this.#refusal.now;
    if (refused !== undefined) return this.#drop(refused.reason, batch.length, refused.failure);
    this.#tooLarge = 0;
    await this.#sendAll(batch, ends);
    if (this.#tooLarge === batch.length)
      this.#refusal.refused({ reason: 'too_large', failure: { words: this.#tooLargeWords, kind: TOO_LARGE } });
  }

  async #sendAll(batch: readonly LogLine[], ends: Ends): Promise<void> {
    let left = batch;
    for (let attempt = 1; left.length > 0; attempt += 1) {
      await this.#turn(ends);
      const result = await this.#try(left, ends.late);
      if (result.outcome === 'too_large' && left.length > 1) return this.#inHalves(left, ends);
      left = this.#settle(left, result);
      if (left.length === 0 || !('words' in result)) return;
      // What is said of an attempt that we ended ourselves would hide what went wrong before.
      if (ends.late.aborted) return this.#drop('stopped', left.length);
      const { words } = result;
      this.#options.losses.heard(words);
      this.#putOff('waitMs' in result ? result.waitMs : 0);
      if (attempt >= this.#options.attempts) return this.#drop('given_up', left.length, { words });
      this.#options.occurrences.retried({ destination: this.#options.destination.name, lines: left.length, words });
    }
  }

  async #try(lines: readonly LogLine[], signal: AbortSignal): Promise<SendResult> {
    const { destination, clock, occurrences, losses } = this.#options;
    const begun = clock.monotonic();
    const result = await destination.send(lines, signal).catch(asRefusal);
    const durationMs = clock.monotonic() - begun;
    const taken = takenOf(lines.length, result);
    if (taken > 0) {
      this.#inFlight -= taken;
      this.#backoff.succeeded();
      this.#refusal.over();
      occurrences.sent({ destination: destination.name, lines: taken, durationMs, now: clock.now() });
    }
    if (result.outcome === 'sent') losses.over();
    return result;
  }

  /** Gives those that are to be tried again. */
  #settle(lines: readonly LogLine[], result: SendResult): readonly LogLine[] {
    switch (result.outcome) {
      case 'sent':
        return [];
      case 'again':
        return lines;
      case 'partly':
        this.#drop('refused', result.refused.length, { words: result.words, kind: result.kind });
        return result.again.flatMap((at) => lines[at] ?? []);
      case 'too_large':
        this.#dropTooLarge(lines.length, result.words);
        return [];
      case 'refused':
        this.#refusal.refused({ reason: 'refused', failure: result });
        this.#drop('refused', lines.length, result);
        return [];
    }
  }

  /** Each half has attempts of its own. Where nothing was small enough for batches on end, one line is tried for all. */
  async #inHalves(lines: readonly LogLine[], ends: Ends): Promise<void> {
    const middle = lines.length >> 1;
    const before = this.#tooLarge;
    await this.#sendAll(lines.slice(0, middle), ends);
    const isHopeless = this.#refusal.isStanding && this.#tooLarge - before === middle;
    if (isHopeless) this.#dropTooLarge(lines.length - middle, this.#tooLargeWords);
    else await this.#sendAll(lines.slice(middle), ends);
  }

  #dropTooLarge(lines: number, words: string): void {
    this.#tooLarge += lines;
    this.#tooLargeWords = words;
    this.#drop('too_large', lines, { words, kind: TOO_LARGE });
  }

  #drop(reason: 'refused' | 'too_large' | 'given_up' | 'stopped', lines: number, failure?: Failure): void {
    this.#inFlight -= lines;
    this.#options.losses.add(reason, lines, failure);
  }

  #putOff(askedMs = 0): void {
    this.#until = this.#options.clock.monotonic() + Math.max(this.#backoff.next(), askedMs);
  }

  /** The wait is over with it, also where it was cut short because it is to end. */
  async #turn({ hurry, late }: Ends): Promise<void> {
    const { clock } = this.#options;
    const ms = this.#until - clock.monotonic();
    this.#until = Number.NEGATIVE_INFINITY;
    if (ms <= 0) return;
    if (!hurry.aborted) await clock.sleep(ms, AbortSignal.any([hurry, late]));
    if (hurry.aborted) await clock.sleep(Math.min(ms, LAST_WAIT_MS), late);
  }
}

/** A fault of ours must cost these lines and no more: nobody waits for what ships, so it would end the process. */
const asRefusal = (error: unknown): SendResult => ({
  ...{ outcome: 'refused', words: `Tocsin failed: ${String(error)}`, kind: 'fault_of_ours' },
});

function takenOf(lines: number, result: SendResult): number {
  if (result.outcome === 'sent') return lines;
  return result.outcome === 'partly' ? lines - result.again.length - result.refused.length : 0;
}
