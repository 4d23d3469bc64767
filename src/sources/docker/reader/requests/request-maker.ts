// Makes the requests for lines of one reading: all are held against the same cursor and hand over to the same sink, and the one that runs is paused and closed with the reading.

import type { WantedStreams } from '../../../../core/lines/line-batch.ts';
import { type Stamp, stampAfter } from '../../../../core/lines/stamp.ts';
import type { ReaderSink } from '../../../reading.ts';
import type { Cursor } from '../../cursor/cursor.ts';
import { type LogQuestion, logPath } from '../../engine/log-path.ts';
import { LogPass } from '../pass/log-pass.ts';
import type { PassOptions, PassTools } from '../pass/pass-contract.ts';
import type { ReaderOptions } from '../reading-options.ts';

/** What a pass tells of its beginning. */
export type PassNews = Pick<PassTools, 'opened' | 'begun' | 'rested'>;

export interface RequestMakerParts {
  readonly options: ReaderOptions;
  readonly cursor: Cursor;
  readonly sink: Pick<ReaderSink, 'lines' | 'gap'>;
  /** Stamps have whole seconds. */
  readonly isCoarse: boolean;
}

export class RequestMaker {
  readonly #parts: RequestMakerParts;
  #pass: LogPass | undefined;
  #isPaused = false;
  #isClosed = false;
  #wasOpened: boolean;
  wanted: WantedStreams;

  constructor(parts: RequestMakerParts, { wanted, wasOpened }: { wanted: WantedStreams; wasOpened: boolean }) {
    this.#parts = parts;
    this.wanted = wanted;
    this.#wasOpened = wasOpened;
  }

  /** Whether some request of this container was answered once. */
  get wasOpened(): boolean {
    return this.#wasOpened;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The stamp of a line that the request which runs has begun and not ended. */
  get openSince(): Stamp | undefined {
    return this.#pass?.openSince;
  }

  /** From where on known lines may come again in the answer to the request that runs. */
  get askedSince(): Stamp | undefined {
    return this.#pass?.askedSince;
  }

  isRunning(pass: LogPass): boolean {
    return this.#pass === pass;
  }

  pause(): void {
    this.#isPaused = true;
    this.#pass?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#pass?.resume();
  }

  /** Ends the request that runs; every later one ends as soon as it is made. */
  close(): void {
    this.#isClosed = true;
    this.#pass?.close();
  }

  path(question: Omit<LogQuestion, 'since'>, sinceCursor: boolean): string {
    const { options, cursor, isCoarse } = this.#parts;
    const from = sinceCursor ? cursor.since() : undefined;
    // Where stamps have whole seconds `since` excludes its own moment.
    const since = from && isCoarse ? stampAfter(from, -1e-6) : from;
    return logPath(options.containerId, { ...question, since });
  }

  open(options: PassOptions, told: Partial<PassNews>): LogPass {
    const pass = this.beside(options, told);
    this.#pass = pass;
    if (this.#isPaused) pass.pause();
    if (this.#isClosed) pass.close();
    return pass;
  }

  /** One that only looks, beside the one that runs. */
  beside(options: PassOptions, { opened, begun, rested }: Partial<PassNews> = {}): LogPass {
    const { options: given, cursor, sink, isCoarse } = this.#parts;
    const { client, openLines } = given;
    const tools: PassTools = {
      client,
      cursor,
      coarse: isCoarse,
      openLines,
      collector: this.#collector(),
      opened: () => {
        this.#wasOpened = true;
        opened?.();
      },
      begun: () => begun?.(),
      rested: () => rested?.(),
      gap: (gap) => sink.gap(gap),
    };
    return new LogPass(tools, options);
  }

  #collector(): PassTools['collector'] {
    const { options, sink } = this.#parts;
    const { batch } = options;
    const deliver = (): void => {
      if (batch.count === 0) return;
      sink.lines(batch);
      batch.clear();
    };
    return {
      add: (line, ordinal) => {
        batch.append(line, ordinal);
        if (batch.full) deliver();
      },
      deliver,
    };
  }
}
