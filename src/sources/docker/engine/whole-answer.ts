// Asks an engine something whose answer is read whole, within limits of size and time.
import type { Clock } from '../../../core/clock.ts';
import type { AskedBetween } from './engine-clock.ts';
import { type EngineFault, fault } from './faults/engine-fault.ts';
import { exchangeFault, placeOf } from './faults/exchange-fault.ts';
import type { BodyTaker } from './http/body.ts';
import type { Target } from './http/dial.ts';
import { Exchange, type ExchangeEnd, type ResponseTaker } from './http/exchange.ts';
import type { ResponseHead } from './http/response-head.ts';
import { requestText } from './request-text.ts';

/** A list of a thousand containers with long labels is 4 MiB, an inspect of one 20 KiB; beyond this an answer would rather fill our memory than tell us something. */
export const LARGEST_ANSWER = 16 * 1024 * 1024;
export const ANSWER_MS = 10_000;

export interface Question {
  readonly target: Target;
  /** With everything that stands before it, a version for instance. */
  readonly path: string;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  readonly signal: AbortSignal;
}

export interface WholeAnswer {
  readonly ok: true;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly between: AskedBetween;
}

export type Asked = WholeAnswer | { readonly ok: false; readonly fault: EngineFault };

/** It never rejects. */
export async function askWhole(question: Question): Promise<Asked> {
  const { target, path, clock, signal } = question;
  const sent = clock.monotonic();
  const answer = new AnswerCollector(() => clock.monotonic());
  const exchange = new Exchange({ target, request: requestText(target, path), taker: answer });
  const settled = new AbortController();
  try {
    const enough = AbortSignal.any([signal, settled.signal]);
    const end = await Promise.race([answer.end, clock.sleep(ANSWER_MS, enough).then(() => undefined)]);
    if (end === undefined) return signal.aborted ? gaveUp : { ok: false, fault: noAnswer(placeOf(target)) };
    if (end === 'too_large') return tooLarge(target);
    if (end.how !== 'complete') return { ok: false, fault: await exchangeFault(target, end) };
    return answer.whole(sent);
  } finally {
    settled.abort();
    exchange.close();
  }
}

const gaveUp: Asked = { ok: false, fault: fault('closed', 'The question was given up.') };

export const noAnswer = (place: string): EngineFault =>
  fault(
    'timeout',
    `${place} gave no answer within ${ANSWER_MS / 1000} s. It may hang, or the network swallows what is sent.`,
  );

const tooLarge = (target: Target): Asked => ({
  ok: false,
  fault: fault(
    'protocol',
    `The engine at ${placeOf(target)} sent an answer of more than ${LARGEST_ANSWER / 1024 / 1024} MiB.`,
  ),
});

/** Keeps the pieces of a body in one buffer that grows. */
class AnswerCollector implements ResponseTaker, BodyTaker {
  readonly end: Promise<ExchangeEnd | 'too_large'>;
  readonly #resolve: (end: ExchangeEnd | 'too_large') => void;
  readonly #monotonic: () => number;
  #head: ResponseHead = { status: 0, headers: {} };
  #answered = 0;
  #bytes = Buffer.alloc(0);
  #length = 0;

  constructor(monotonic: () => number) {
    const { promise, resolve } = Promise.withResolvers<ExchangeEnd | 'too_large'>();
    [this.end, this.#resolve, this.#monotonic] = [promise, resolve, monotonic];
  }

  connected(): void {}

  head(head: ResponseHead): BodyTaker {
    [this.#head, this.#answered] = [head, this.#monotonic()];
    return this;
  }

  data(bytes: Uint8Array, from: number, end: number): void {
    const length = this.#length + end - from;
    if (length > LARGEST_ANSWER) {
      this.#resolve('too_large');
      return;
    }
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(bytes.subarray(from, end), this.#length);
    this.#length = length;
  }

  rested(): void {}

  ended(end: ExchangeEnd): void {
    this.#resolve(end);
  }

  whole(sent: number): WholeAnswer {
    const { status, headers } = this.#head;
    const body = this.#bytes.subarray(0, this.#length);
    return { ok: true, status, headers, body, between: { sent, answered: this.#answered } };
  }
}
