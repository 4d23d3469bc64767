// The requests for what a container has written so far: each is given up when the engine keeps silent, and the time that it keeps silent at first is counted.
import { BOTH_STREAMS } from '../../../../core/lines/line-batch.ts';
import type { CatchUpTools } from '../pass/catch-up.ts';
import type { Unsettled } from '../pass/ending/held-line.ts';
import type { FirstLine } from '../pass/first-line.ts';
import type { HistoryPass } from '../pass/history-pass.ts';
import type { LogPass } from '../pass/log-pass.ts';
import { Reach } from '../pass/reach.ts';
import { limitSilence, type SilenceLimits } from '../pass/silence-limit.ts';
import type { ReadingManner } from '../reading-manner.ts';
import type { RequestMaker, RequestMakerParts } from './request-maker.ts';

/** The newest of all may be on a stream that nobody wants. */
const PROBED_RECORDS = 100;

export interface CatchUpQuestion {
  /** What is read is what an ended container has left. Asked at the end: whether it has not been started meanwhile. */
  readonly hasEnded?: (() => boolean) | undefined;
  /** Called when an answer has come to what is being written, and when nobody takes what it brings. */
  readonly caughtUp?: (() => void) | undefined;
  /** Called every minute while the engine says nothing, with for how long it has, and with 0 when lines come that are new. */
  readonly silent?: ((forMs: number) => void) | undefined;
  /** Ends whatever is asked when it aborts. */
  readonly enough?: AbortSignal | undefined;
  /** What the last answer ended with and was not handed over. */
  readonly unsettled?: Unsettled | undefined;
}

const never = (): boolean => false;

export interface HistoryRequestsParts extends Omit<RequestMakerParts, 'isCoarse'> {
  readonly maker: RequestMaker;
  readonly manner: ReadingManner;
}

export class HistoryRequests {
  readonly #parts: HistoryRequestsParts;
  readonly #reach = new Reach();
  #waitedMs = 0;
  #caughtUp: (() => void) | undefined;

  constructor(parts: HistoryRequestsParts) {
    this.#parts = parts;
  }

  /** For so long the engine has kept silent, in all answers together, before it sent the first byte. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  /** Nobody takes what comes. */
  paused(): void {
    this.#caughtUp?.();
  }

  /** Of the engine's newest lines the first that has not come and that somebody wants. */
  firstMissing(): Promise<FirstLine | undefined> {
    return this.#missingOf(PROBED_RECORDS);
  }

  /** The engine’s newest record, when somebody wants it and it has not come. */
  newestRecord(): Promise<FirstLine | undefined> {
    return this.#missingOf(1);
  }

  async #missingOf(tail: number): Promise<FirstLine | undefined> {
    const { maker, cursor } = this.#parts;
    const path = maker.path({ follow: false, streams: BOTH_STREAMS, tail }, false);
    const admission = { needs: 'never', since: cursor.since() } as const;
    const pass = maker.beside({ path, admission, isCutByTail: true, hasEnded: never });
    this.#limit(pass, { isCutByTail: true });
    return (await pass.result).firstNew;
  }

  forCatchUp(question: CatchUpQuestion, isClockBehind: boolean): CatchUpTools {
    const { cursor, manner, sink } = this.#parts;
    return {
      cursor,
      isCoarse: manner.isCoarse,
      isClockBehind,
      reach: this.#reach,
      hasEnded: question.hasEnded ?? never,
      gap: (gap) => sink.gap(gap),
      pass: (options) => this.#passOf(options, question).result,
    };
  }

  #passOf(history: HistoryPass, question: CatchUpQuestion): LogPass {
    const { maker, manner, options: given } = this.#parts;
    const { hasEnded = never, caughtUp, silent, enough, unsettled } = question;
    const { tail, bothStreams, sinceCursor, admission } = history;
    const path = maker.path({ follow: false, streams: bothStreams ? BOTH_STREAMS : maker.wanted, tail }, sinceCursor);
    const asksSince = sinceCursor ? this.#parts.cursor.since() : undefined;
    const isCutByTail = tail !== undefined;
    const lastLine = manner.linesCome === 'in_the_history' ? { before: unsettled } : undefined;
    const answered = this.#waiting();
    const { seconds: asked } = given.client.now();
    let taken = 0;
    const rested = (): void => {
      if (pass.taken > taken) silent?.(0);
      taken = pass.taken;
      if (pass.reached >= asked) caughtUp?.();
    };
    const pass = maker.open(
      { path, admission, asksSince, isCutByTail, lastLine, hasEnded },
      { begun: answered, rested },
    );
    this.#caughtUp = caughtUp;
    if (maker.isPaused) caughtUp?.();
    void pass.result.then(answered);
    if (enough) closeWhen(enough, pass);
    this.#limit(pass, { isCutByTail, silent });
    return pass;
  }

  /** Counts the time until it is called, once. */
  #waiting(): () => void {
    const { clock } = this.#parts.options;
    let asked: number | undefined = clock.monotonic();
    return () => {
      if (asked !== undefined) this.#waitedMs += clock.monotonic() - asked;
      asked = undefined;
    };
  }

  #limit(pass: LogPass, limits: Pick<SilenceLimits, 'isCutByTail' | 'silent'>): void {
    const { maker, options } = this.#parts;
    const isPaused = (): boolean => maker.isRunning(pass) && maker.isPaused;
    void limitSilence(pass, { ...limits, clock: options.clock, isPaused });
  }
}

function closeWhen(enough: AbortSignal, pass: LogPass): void {
  const close = (): void => pass.close();
  if (enough.aborted) close();
  enough.addEventListener('abort', close, { once: true });
  void pass.result.then(() => enough.removeEventListener('abort', close));
}
