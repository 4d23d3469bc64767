// A stream of an engine that is open or about to be: an answer without an end, handed on as it comes.
import type { Clock } from '../../../core/clock.ts';
import type { BodySink, EngineStream } from './engine-client.ts';
import type { AskedBetween } from './engine-clock.ts';
import type { EngineFault } from './faults/engine-fault.ts';
import { exchangeFault, placeOf } from './faults/exchange-fault.ts';
import { refusalFault } from './faults/refusal.ts';
import type { BodyTaker } from './http/body.ts';
import type { Target } from './http/dial.ts';
import { Exchange, type ExchangeEnd, type ResponseTaker } from './http/exchange.ts';
import type { ResponseHead } from './http/response-head.ts';
import { checkPath, requestText } from './request-text.ts';
import { ANSWER_MS, noAnswer } from './whole-answer.ts';

/** Where to ask, once that is known. */
export interface Reachable {
  readonly ok: true;
  readonly target: Target;
  /** What stands before every path: empty, or such as `/docker` behind a web server. */
  readonly base: string;
}

export type Reach = Reachable | { readonly ok: false; readonly fault: EngineFault };

export interface StreamTask {
  readonly reach: Promise<Reach>;
  /** With its version, without the base. */
  readonly path: string;
  readonly sink: BodySink;
  readonly hasTime: boolean;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
  /** The head of an answer may tell the engine's time. */
  readonly heard: (headers: Readonly<Record<string, string>>, between: AskedBetween) => void;
}

/** Of the sentence with which an engine refuses, more than anybody reads. */
const LONGEST_REFUSAL = 16 * 1024;

export class BodyStream implements EngineStream, ResponseTaker {
  readonly #task: StreamTask;
  /** Aborted when nothing has to come soon any more. */
  #patience = new AbortController();
  #target: Target | undefined;
  #exchange: Exchange | undefined;
  #refused: { readonly status: number; body: string } | undefined;
  #paused = false;
  #over = false;
  #sent = 0;

  constructor(task: StreamTask) {
    checkPath(task.path);
    this.#task = task;
    void task.reach.then((reach) => {
      if (this.#over) return;
      if (reach.ok) this.#open(reach);
      else this.#end({ complete: false, fault: reach.fault });
    });
  }

  pause(): void {
    this.#paused = true;
    this.#exchange?.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#exchange?.resume();
  }

  close(): void {
    this.#over = true;
    this.#patience.abort();
    this.#exchange?.close();
  }

  connected(): void {
    this.#patience.abort();
  }

  head({ status, headers }: ResponseHead): BodyTaker {
    const { sink, clock, heard } = this.#task;
    heard(headers, { sent: this.#sent, answered: clock.monotonic() });
    if (status < 200 || status > 299) return this.#collectRefusal(status);
    sink.opened(headers);
    return sink;
  }

  ended(end: ExchangeEnd): void {
    if (this.#refused !== undefined) this.#endRefused();
    else if (end.how === 'complete') this.#end({ complete: true });
    else if (this.#target !== undefined)
      void exchangeFault(this.#target, end).then((found) => this.#end({ complete: false, fault: found }));
  }

  #open({ target, base }: Reachable): void {
    this.#target = target;
    this.#sent = this.#task.clock.monotonic();
    const { path, hasTime } = this.#task;
    this.#exchange = new Exchange({ target, request: requestText(target, base + path), taker: this, hasTime });
    if (this.#paused) this.#exchange.pause();
    this.#limitTime(() => this.#end({ complete: false, fault: noAnswer(placeOf(target)) }));
  }

  /** What is expected now either comes soon or not at all. */
  #limitTime(otherwise: () => void): void {
    this.#patience = new AbortController();
    const { signal } = this.#patience;
    void this.#task.clock.sleep(ANSWER_MS, signal).then(() => {
      if (!signal.aborted) otherwise();
    });
  }

  #collectRefusal(status: number): BodyTaker {
    const refused = { status, body: '' };
    this.#refused = refused;
    this.#exchange?.resume();
    this.#limitTime(() => this.#endRefused());
    return {
      data: (bytes, from, end) => {
        refused.body += Buffer.from(bytes.subarray(from, end)).toString();
        if (refused.body.length > LONGEST_REFUSAL) this.#endRefused();
      },
      rested: () => {},
    };
  }

  #endRefused(): void {
    const { status, body } = this.#refused ?? { status: 0, body: '' };
    const place = this.#target === undefined ? '' : placeOf(this.#target);
    this.#end({ complete: false, fault: refusalFault({ place, path: this.#task.path, status, body }) });
  }

  #end(end: Parameters<BodySink['ended']>[0]): void {
    if (this.#over) return;
    this.close();
    this.#task.sink.ended(end);
  }
}
