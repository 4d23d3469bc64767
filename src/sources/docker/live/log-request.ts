// One request for the lines of a container, from its opening to its end: what a live view makes of each line is another's business.
import type { BodySink, EngineClient, EngineStream } from '../engine/engine-client.ts';
import type { EngineFault } from '../engine/faults/engine-fault.ts';
import type { LineReader, LineTaker, RawLine } from '../lines/raw-line.ts';
import { Ordinals } from '../reader/pass/ordinals.ts';

/** What the requests of one view have in common. */
export interface LogTools {
  readonly client: EngineClient;
  readonly openLines: (firstByte: number, taker: LineTaker) => LineReader;
  /** The engine's stamps have whole seconds. */
  readonly coarse: boolean;
}

export interface LogRequestOptions {
  readonly path: string;
  /** At a complete end what is left without an end of its own is a line: nothing will continue it. */
  readonly flushAtEnd: boolean;
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
  readonly #stream: EngineStream;
  readonly #end = Promise.withResolvers<RequestEnd>();
  #lines: LineReader | undefined;
  #engineError: string | undefined;
  #isOver = false;

  constructor(tools: LogTools, options: LogRequestOptions) {
    this.#tools = tools;
    this.#options = options;
    this.#ordinals = tools.coarse ? new Ordinals() : undefined;
    this.#stream = tools.client.stream(options.path, this);
  }

  get records(): number {
    return this.#lines?.records ?? 0;
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
    if (end.complete && this.#options.flushAtEnd) this.#lines?.flush();
    const words = this.#engineError;
    if (!end.complete) this.#finish({ how: 'failed', fault: end.fault });
    else if (words === undefined) this.#finish({ how: 'complete' });
    else this.#finish({ how: 'failed', fault: { words: `The engine broke off: ${words}` } });
  }

  line(line: RawLine): void {
    if (!this.#isOver) this.#options.line(line, this.#ordinals?.next(line) ?? 0, this.records);
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
