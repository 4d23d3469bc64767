// One request of a live view. When it goes on behind a line, what comes before that line is kept back until it is known whether it is old.
import type { BodySink, EngineClient, EngineStream } from '../engine/engine-client.ts';
import type { EngineFault } from '../engine/faults/engine-fault.ts';
import type { LineReader, LineTaker, RawLine } from '../lines/raw-line.ts';
import { isLine, type LineId, lineIdText } from './line-id.ts';
import type { LiveLine, LiveSink } from './live-sink.ts';

/** So many lines, or lines that are so much later than the one that is looked for: then that one is not there any more. */
const MOST_KEPT_BACK = 2_000;
const LATER_SECONDS = 2;

export interface LivePassOptions {
  readonly client: EngineClient;
  readonly path: string;
  readonly openLines: (firstByte: number, taker: LineTaker) => LineReader;
  readonly sink: LiveSink;
  readonly after: LineId | undefined;
}

export class LivePass implements BodySink, LineTaker {
  readonly #options: LivePassOptions;
  readonly #stream: EngineStream;
  readonly #end = Promise.withResolvers<EngineFault | undefined>();
  #lines: LineReader | undefined;
  #keptBack: LiveLine[] | undefined;
  #last: string | undefined;

  constructor(options: LivePassOptions) {
    this.#options = options;
    if (options.after) this.#keptBack = [];
    this.#stream = options.client.stream(options.path, this);
  }

  /** Id of the last line that was handed over. */
  get last(): string | undefined {
    return this.#last;
  }

  /** The fault that ended it, undefined at a proper end; also when the signal aborts, which closes it. */
  async untilEnded(signal: AbortSignal): Promise<EngineFault | undefined> {
    const leave = (): void => this.#finish(undefined);
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    const end = await this.#end.promise;
    signal.removeEventListener('abort', leave);
    return end;
  }

  /** A container that does not run has a stream, too, which ends at once: only a line, or a stream that is the first, says that it is followed. */
  opened(): void {
    if (this.#options.after === undefined) this.#options.sink.state('following');
  }

  data(bytes: Uint8Array, from: number, end: number): void {
    if (from === end) return;
    this.#lines ??= this.#options.openLines(bytes[from] ?? 0, this);
    this.#lines.push(bytes, from, end);
  }

  rested(): void {
    const { sink } = this.#options;
    if (!sink.isBehind()) return;
    this.#stream.pause();
    sink.whenReady(() => this.#stream.resume());
  }

  line(line: RawLine): void {
    const { after } = this.#options;
    const { seconds, nanos, stream, bytes, from, end, truncated } = line;
    const live = {
      id: lineIdText(line),
      stamp: { seconds, nanos },
      stream,
      bytes: bytes.subarray(from, end),
      truncated,
    };
    const kept = this.#keptBack;
    if (kept === undefined || after === undefined) this.#handOver(live);
    else if (isLine(line, after)) this.#keptBack = undefined;
    else {
      kept.push({ ...live, bytes: live.bytes.slice() });
      if (kept.length > MOST_KEPT_BACK || seconds > after.stamp.seconds + LATER_SECONDS) this.#giveUpLooking(kept);
    }
  }

  ended(end: Parameters<BodySink['ended']>[0]): void {
    if (end.complete) this.#lines?.flush();
    const kept = this.#keptBack;
    // All that there is has come, and the line that was looked for is not among it.
    if (end.complete && kept !== undefined && kept.length > 0) this.#giveUpLooking(kept);
    this.#finish(end.complete ? undefined : end.fault);
  }

  engineError(message: string): void {
    this.#options.sink.state('failed', message);
  }

  protocolError(reason: string): void {
    this.#finish({ kind: 'protocol', words: `What the engine sends is no stream of lines: ${reason}` });
  }

  #giveUpLooking(kept: readonly LiveLine[]): void {
    this.#keptBack = undefined;
    this.#options.sink.gap();
    for (const line of kept) this.#handOver(line);
  }

  #handOver(line: LiveLine): void {
    if (this.#last === undefined) this.#options.sink.state('following');
    this.#last = line.id;
    this.#options.sink.line(line);
  }

  #finish(fault: EngineFault | undefined): void {
    this.#stream.close();
    this.#end.resolve(fault);
  }
}
