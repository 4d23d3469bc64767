// Shows the lines of one request: all of them, or those behind a line that is among them.

import type { LiveSink } from '../../live-sink.ts';
import type { RawLine } from '../lines/raw-line.ts';
import { isLine, type LineId, lineIdText } from './line-id.ts';
import { LogRequest, type LogRequestOptions, type LogTools, type RequestEnd } from './log-request.ts';
import { RecentIds } from './recent-ids.ts';

export interface LivePassOptions extends Pick<LogRequestOptions, 'lastLine'> {
  readonly path: string;
  /** The container runs: lines come as they are written. */
  readonly isRunning: boolean;
  /** Nothing is shown before this line was seen. */
  readonly behind: LineId | undefined;
  /** It has to be among the first so many records; where it is not, so much was written meanwhile that more has to be asked for. */
  readonly within: number;
  readonly sink: LiveSink;
}

export type PassEnd = RequestEnd | { readonly how: 'not_within' };

export class LivePass {
  readonly #options: LivePassOptions;
  readonly #request: LogRequest;
  /** What old engines repeat in a stream when they begin another file is shown once. A history repeats nothing. */
  readonly #recent: RecentIds | undefined;
  #isBehind: boolean;
  #isLost = false;
  #last: LineId | undefined;
  #wasOpened = false;

  constructor(tools: LogTools, options: LivePassOptions) {
    const { path, isRunning, sink, behind, lastLine } = options;
    this.#options = options;
    this.#recent = tools.manner.linesCome === 'in_the_stream' ? new RecentIds() : undefined;
    this.#isBehind = behind === undefined;
    this.#request = new LogRequest(tools, {
      path,
      lastLine,
      flushAtEnd: !isRunning,
      line: (line, nth, records) => this.#line(line, nth, records),
      opened: () => {
        this.#wasOpened = true;
        if (isRunning && !lastLine) sink.state('following');
      },
      rested: () => this.#waitForSink(),
    });
  }

  /** The last line that was shown. */
  get last(): LineId | undefined {
    return this.#last;
  }

  /** What the answer ended with and was not shown. */
  get left(): Pick<LogRequest, 'unsettled' | 'unfinishedSince'> {
    return this.#request;
  }

  /** Whether the line came behind which lines are shown. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  get wasOpened(): boolean {
    return this.#wasOpened;
  }

  async untilEnded(signal: AbortSignal): Promise<PassEnd> {
    const end = await this.#request.untilEnded(signal);
    return this.#isLost ? { how: 'not_within' } : end;
  }

  #line(line: RawLine, nth: number, records: number): void {
    const { behind, within } = this.#options;
    const id = lineIdText(line, nth);
    const isNew = this.#recent?.add(id) ?? true;
    if (this.#isBehind || behind === undefined) {
      if (isNew) this.#show(line, nth, id);
    } else if (isLine(line, nth, behind)) this.#isBehind = true;
    else if (records >= within) {
      this.#isLost = true;
      this.#request.close();
    }
  }

  #show(line: RawLine, nth: number, id: string): void {
    const { seconds, nanos, stream, hash1, hash2, bytes, from, end, truncated } = line;
    const stamp = { seconds, nanos };
    this.#last = { stamp, stream, hash1, hash2, nth };
    this.#options.sink.line({ id, stamp, stream, bytes: bytes.subarray(from, end), truncated });
  }

  /** What the engine has to say meanwhile stays with the engine. */
  #waitForSink(): void {
    const { sink } = this.#options;
    if (!sink.isBehind()) return;
    this.#request.pause();
    sink.whenReady(() => this.#request.resume());
  }
}
