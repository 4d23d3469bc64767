// A stream whose lines are not taken: that something comes says that the container has written something.
import type { Stamp } from '../../../../core/lines/stamp.ts';
import type { BodySink, EngineClient, EngineStream } from '../../engine/engine-client.ts';
import type { LineReader, LineTaker } from '../../lines/raw-line.ts';
import type { PassEnd } from '../pass/pass-contract.ts';

export interface BellOptions {
  readonly client: Pick<EngineClient, 'stream'>;
  readonly path: string;
  readonly openLines: (firstByte: number, taker: LineTaker) => LineReader;
  /** Told at the first ring after each `hush`: a line with this stamp was written. */
  readonly written: (newest: Stamp) => void;
}

export class Bell implements BodySink {
  readonly #options: BellOptions;
  readonly #stream: EngineStream;
  readonly #over = new AbortController();
  readonly #result = Promise.withResolvers<PassEnd>();
  #rung = Promise.withResolvers<void>();
  #isHushed = true;
  #isHung = false;

  constructor(options: BellOptions) {
    this.#options = options;
    this.#stream = options.client.stream(options.path, this);
  }

  get result(): Promise<PassEnd> {
    return this.#result.promise;
  }

  /** Aborts when it will never ring again. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** Whether the engine has answered: what is written from then on rings. */
  get isHung(): boolean {
    return this.#isHung;
  }

  /** What rang until now is answered: gives what resolves when it rings again. */
  hush(): Promise<void> {
    this.#rung = Promise.withResolvers<void>();
    this.#isHushed = true;
    return this.#rung.promise;
  }

  close(): void {
    this.#end({ how: 'closed' });
  }

  /** Lines may have been written before it was hung up: that is to be looked at. */
  opened(): void {
    this.#isHung = true;
    this.#rung.resolve();
  }

  data(bytes: Uint8Array, from: number, end: number): void {
    if (!this.#isHushed || from === end) return;
    this.#isHushed = false;
    const newest = this.#newestIn(bytes, from, end);
    if (newest) this.#options.written(newest);
    this.#rung.resolve();
  }

  rested(): void {}

  ended(end: Parameters<BodySink['ended']>[0]): void {
    this.#end(end.complete ? { how: 'complete' } : { how: 'failed', fault: end.fault });
  }

  /** Undefined where a piece of the stream begins in the middle of a frame. */
  #newestIn(bytes: Uint8Array, from: number, end: number): Stamp | undefined {
    let newest: Stamp | undefined;
    const lines = this.#options.openLines(bytes[from] ?? 0, {
      line: ({ seconds, nanos }) => {
        newest = { seconds, nanos };
      },
      engineError: () => {},
      protocolError: () => {},
    });
    lines.push(bytes, from, end);
    return newest ?? lines.openSince();
  }

  #end(end: PassEnd): void {
    if (this.#over.signal.aborted) return;
    this.#stream.close();
    this.#over.abort();
    this.#result.resolve(end);
  }
}
