// One request on a connection of its own: sends it, and hands over the answer as it arrives.
import type { Socket } from 'node:net';
import type { Body, BodyTaker } from './body.ts';
import { ChunkedBody } from './chunked-body.ts';
import { crowdRounds } from './crowd-rounds.ts';
import { dial, type Target, whenConnected } from './dial.ts';
import { PlainBody } from './plain-body.ts';
import { ReadPace } from './read-pace.ts';
import { bodyForm, HeadReader, type ResponseHead } from './response-head.ts';

/** Why an answer is over. `answered`: its head had come. */
export type ExchangeEnd =
  | { readonly how: 'complete' }
  | { readonly how: 'cut'; readonly answered: boolean }
  | { readonly how: 'failed'; readonly answered: boolean; readonly error: NodeJS.ErrnoException }
  /** `beginning` is what came first when not even a head could be made out. */
  | { readonly how: 'malformed'; readonly answered: boolean; readonly reason: string; readonly beginning: Uint8Array };

export interface ResponseTaker {
  /** The engine can be spoken to. */
  connected(): void;
  /** Says who takes the body. Answers that only announce another one are passed over. */
  head(head: ResponseHead): BodyTaker;
  /** The last call, once. */
  ended(end: ExchangeEnd): void;
}

export interface ExchangeTask {
  readonly target: Target;
  /** The whole request, as it is sent. */
  readonly request: string;
  readonly taker: ResponseTaker;
  /** What comes as one of many may come some tenths of a second late. */
  readonly hasTime?: boolean;
}

/** A server that announces answers without end, and gives none, is stopped. */
const MOST_ANNOUNCEMENTS = 32;
const NOTHING = new Uint8Array(0);

/** The first call to the taker comes after the constructor has returned. */
export class Exchange {
  readonly #taker: ResponseTaker;
  readonly #socket: Socket;
  readonly #pace: ReadPace;
  #head = new HeadReader();
  #announcements = 0;
  #body: Body | undefined;
  #bodyTaker: BodyTaker | undefined;
  #error: Error | undefined;
  #over = false;

  constructor({ target, request, taker, hasTime = false }: ExchangeTask) {
    this.#taker = taker;
    this.#socket = dial(target, (bytes, count) => this.#take(bytes, count));
    this.#pace = new ReadPace(this.#socket, { rounds: hasTime ? crowdRounds : undefined });
    whenConnected(target, this.#socket, () => {
      if (!this.#over) this.#taker.connected();
    });
    this.#socket.on('error', (error) => {
      this.#error ??= error;
    });
    this.#socket.on('end', () => this.#closed());
    this.#socket.on('close', () => this.#closed());
    this.#socket.write(request);
  }

  /** Reads nothing more until `resume`: the engine has to wait. */
  pause(): void {
    this.#pace.pause();
  }

  resume(): void {
    this.#pace.resume();
  }

  /** No call to any taker comes after this. It may be called twice. */
  close(): void {
    this.#over = true;
    this.#body?.stop();
    this.#pace.stop();
    this.#socket.destroy();
  }

  #take(bytes: Uint8Array, count: number): boolean {
    if (this.#over) return true;
    const cameAt = performance.now();
    const from = this.#body === undefined ? this.#takeHeads(bytes, count) : 0;
    if (this.#over || this.#body === undefined) return true;
    const before = this.#body.pieces;
    this.#bodyTaker?.waited?.(this.#pace.waitedMs(count, cameAt));
    const progress = this.#body.push(bytes, from, count);
    if (progress === 'over') return true;
    this.#bodyTaker?.rested();
    if (this.#over) return true;
    if (progress === 'more') return this.#pace.mayGoOn(count, this.#body.pieces - before, cameAt);
    this.#end(progress === 'complete' ? { how: 'complete' } : this.#malformed(this.#body.reason));
    return true;
  }

  /** Reads heads until there is a body, and returns where that begins. */
  #takeHeads(bytes: Uint8Array, count: number): number {
    let at = 0;
    while (at < count) {
      const read = this.#head.push(bytes, at, count);
      if (read.state === 'more') return count;
      if (read.state === 'malformed') return this.#endMalformed(read.reason, count);
      at = read.at;
      if (read.head.status >= 200) {
        this.#begin(read.head);
        return at;
      }
      this.#head = new HeadReader();
      this.#announcements += 1;
      if (read.head.status === 101 || this.#announcements > MOST_ANNOUNCEMENTS)
        return this.#endMalformed('it never gets to an answer', count);
    }
    return at;
  }

  #begin(head: ResponseHead): void {
    const form = bodyForm(head);
    if (typeof form === 'string') {
      this.#end(this.#malformed(form));
      return;
    }
    this.#bodyTaker = this.#taker.head(head);
    if (this.#over) return;
    this.#body =
      form.form === 'chunked' ? new ChunkedBody(this.#bodyTaker) : new PlainBody(this.#bodyTaker, form.length);
  }

  #endMalformed(reason: string, count: number): number {
    this.#end(this.#malformed(reason));
    return count;
  }

  #malformed(reason: string): ExchangeEnd {
    const answered = this.#body !== undefined;
    return { how: 'malformed', answered, reason, beginning: answered ? NOTHING : this.#head.beginning };
  }

  #closed(): void {
    const answered = this.#body !== undefined;
    if (this.#error !== undefined) this.#end({ how: 'failed', answered, error: this.#error });
    else this.#end(this.#body?.atClose() === 'complete' ? { how: 'complete' } : { how: 'cut', answered });
  }

  #end(end: ExchangeEnd): void {
    if (this.#over) return;
    this.close();
    this.#taker.ended(end);
  }
}
