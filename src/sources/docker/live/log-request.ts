// One request for the lines of a container, from its opening to its end: what a live view makes of each line is another's business.
import type { Stamp } from '../../../core/lines/stamp.ts';
import type { BodySink, EngineClient, EngineStream } from '../engine/engine-client.ts';
import type { EngineFault } from '../engine/faults/engine-fault.ts';
import type { LineReader, LineTaker, RawLine } from '../lines/raw-line.ts';
import type { Unsettled } from '../reader/pass/ending/held-line.ts';
import { Unfinished } from '../reader/pass/ending/unfinished.ts';
import { Ordinals } from '../reader/pass/ordinals.ts';
import type { ReadingManner } from '../reader/reading-manner.ts';

/** What the requests of one view have in common. */
export interface LogTools {
  readonly client: EngineClient;
  readonly openLines: (firstByte: number, taker: LineTaker) => LineReader;
  readonly manner: Pick<ReadingManner, 'isCoarse' | 'linesCome'>;
}

export interface LogRequestOptions {
  readonly path: string;
  /** At a complete end what is left without an end of its own is a line: nothing will continue it. */
  readonly flushAtEnd: boolean;
  /** The last line of the answer may be half of one, and is given only when the answer before ended with the same one. */
  readonly lastLine?: { readonly before: Unsettled | undefined } | undefined;
  /** `records`: how many of the engine's log were read so far. */
  readonly line: (line: RawLine, nth: number, records: number) => void;
  readonly opened?: () => void;
  readonly rested?: () => void;
}

/** `closed` by us; `complete` as the protocol has it. */
export type RequestEnd =
  | { readonly how: 'closed' | 'complete' }
  | { readonly how: 'failed'; readonly fault: Pick<EngineFault, 'status' | 'message' | 'words'> };

export class LogRequest implements BodySink, LineTaker {
  readonly #tools: LogTools;
  readonly #options: LogRequestOptions;
  readonly #ordinals: Ordinals | undefined;
  readonly #unfinished: Unfinished;
  readonly #stream: EngineStream;
  readonly #end = Promise.withResolvers<RequestEnd>();
  #lines: LineReader | undefined;
  #engineError: string | undefined;
  #isOver = false;
  readonly #give = (line: RawLine): void => this.#options.line(line, this.#nthOf(line), this.records);

  constructor(tools: LogTools, options: LogRequestOptions) {
    this.#tools = tools;
    this.#options = options;
    this.#ordinals = tools.manner.isCoarse ? new Ordinals() : undefined;
    this.#unfinished = new Unfinished(options.lastLine);
    this.#stream = tools.client.stream(options.path, this);
  }

  get records(): number {
    return this.#lines?.records ?? 0;
  }

  /** The line at the end of the answer that was not given. */
  get unsettled(): Unsettled | undefined {
    return this.#unfinished.unsettled;
  }

  /** From when on the answer has something that is not finished. */
  get unfinishedSince(): Stamp | undefined {
    return this.#unfinished.since(this.#lines?.openSince());
  }

  /** Resolves with its end; the signal closes it. */
  async untilEnded(signal: AbortSignal): Promise<RequestEnd> {
    const leave = (): void => this.close();
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    const end = await this.#end.promise;
    signal.removeEventListener('abort', leave);
    return end;
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    if (!this.#isOver) this.#stream.resume();
  }

  close(): void {
    this.#finish({ how: 'closed' });
  }

  opened(): void {
    this.#options.opened?.();
  }

  data(bytes: Uint8Array, from: number, end: number): void {
    if (this.#isOver || from === end) return;
    this.#lines ??= this.#tools.openLines(bytes[from] ?? 0, this);
    this.#lines.push(bytes, from, end);
  }

  rested(): void {
    if (!this.#isOver) this.#options.rested?.();
  }

  ended(end: Parameters<BodySink['ended']>[0]): void {
    if (end.complete && !this.#isOver) this.#takeWhatIsLeft();
    const words = this.#engineError;
    if (!end.complete) this.#finish({ how: 'failed', fault: end.fault });
    else if (words === undefined) this.#finish({ how: 'complete' });
    else this.#finish({ how: 'failed', fault: { words: `The engine broke off: ${words}` } });
  }

  line(line: RawLine): void {
    if (!this.#isOver) this.#unfinished.next(line, this.#give);
  }

  #takeWhatIsLeft(): void {
    const { flushAtEnd } = this.#options;
    if (flushAtEnd) this.#lines?.flush();
    this.#unfinished.last(flushAtEnd ? this.#give : (line) => this.#settle(line));
  }

  #settle(line: RawLine): void {
    const nth = this.#nthOf(line);
    if (this.#unfinished.wasLast(line, nth)) this.#options.line(line, nth, this.records);
    else this.#unfinished.keepBack(line, nth);
  }

  #nthOf(line: RawLine): number {
    return this.#ordinals?.next(line) ?? 0;
  }

  engineError(message: string): void {
    this.#engineError ??= message;
  }

  protocolError(reason: string): void {
    this.#finish({
      how: 'failed',
      fault: { words: `What the engine sends is no stream of lines: ${reason}` },
    });
  }

  #finish(end: RequestEnd): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stream.close();
    this.#end.resolve(end);
  }
}
