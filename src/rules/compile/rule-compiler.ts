// Compiles rules off the main thread: a bounded queue before one worker thread, which is replaced when it hangs or ends.
import type { Clock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';
import type { RulePatterns } from '../../match/compile-rule.ts';
import { MOST_RULES } from '../../match/rule-set.ts';
import { type CompileOutcome, failed } from './compile-outcome.ts';
import { COMPILE_WORKER, CompileThread, messageOf } from './compile-thread.ts';

export interface RuleCompilerOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** Rules that may wait: as many as one set holds. */
  readonly maxWaiting?: number;
  /** Patterns are bounded, so that even the largest takes a fraction of a second; whatever takes this long is a fault of ours. */
  readonly maxMs?: number;
  /** A thread that had nothing to do for so long is ended, and its memory given back. */
  readonly idleMs?: number;
  readonly entry?: URL;
}

interface Job {
  readonly patterns: RulePatterns;
  readonly settle: (outcome: CompileOutcome) => void;
}

export class RuleCompiler {
  readonly #options: Required<RuleCompilerOptions>;
  readonly #waiting = new Set<Job>();
  readonly #stop = new AbortController();
  #thread: CompileThread | undefined;
  #isBusy = false;
  #wakeUp = new AbortController();
  #refusedCount = 0;

  constructor(options: RuleCompilerOptions) {
    const defaults = { maxWaiting: MOST_RULES, maxMs: 10_000, idleMs: 30_000, entry: COMPILE_WORKER };
    this.#options = { ...defaults, ...options };
  }

  /** Whether a thread is there, with the memory that it takes. */
  get hasThread(): boolean {
    return this.#thread !== undefined;
  }

  /** Rules that wait for the thread. */
  get waitingCount(): number {
    return this.#waiting.size;
  }

  /** Rules that were turned away because too many waited. */
  get refusedCount(): number {
    return this.#refusedCount;
  }

  /** Compiles one rule when its turn has come. It never rejects. An aborted one is not waited for any longer. */
  compile(patterns: RulePatterns, signal?: AbortSignal): Promise<CompileOutcome> {
    if (this.#stop.signal.aborted) return Promise.resolve(STOPPED);
    if (signal?.aborted) return Promise.resolve(ABORTED);
    if (this.#waiting.size >= this.#options.maxWaiting) {
      this.#refusedCount++;
      return Promise.resolve(failed('queue_full', `More than ${this.#options.maxWaiting} rules wait to be compiled.`));
    }
    const { promise, resolve } = Promise.withResolvers<CompileOutcome>();
    const job: Job = { patterns, settle: resolve };
    const abort = (): void => {
      this.#waiting.delete(job);
      resolve(ABORTED);
    };
    signal?.addEventListener('abort', abort, { once: true });
    this.#waiting.add(job);
    void this.#work();
    return promise.finally(() => signal?.removeEventListener('abort', abort));
  }

  /** Ends the thread; whatever waits fails as `stopped`. It may be called twice. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#wakeUp.abort();
    for (const { settle } of this.#waiting) settle(STOPPED);
    this.#waiting.clear();
    await this.#endThread();
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#wakeUp.abort();
    for (const job of this.#waiting) {
      this.#waiting.delete(job);
      job.settle(await this.#compileNext(job.patterns));
    }
    this.#isBusy = false;
    await this.#endWhenIdle();
  }

  async #compileNext(patterns: RulePatterns): Promise<CompileOutcome> {
    const { clock, maxMs } = this.#options;
    const thread = this.#thread ?? this.#beginThread();
    if (!(thread instanceof CompileThread)) return thread;
    const answer = await within(thread.compile(patterns), { clock, ms: maxMs, signal: this.#stop.signal });
    const outcome = this.#stop.signal.aborted ? STOPPED : (answer ?? TOO_LONG);
    // Whatever made it hang or end must not meet the next rule.
    if (outcome.outcome === 'failed') await this.#endThread();
    return outcome;
  }

  /** Where the system has no room for another thread that is the outcome, and the next rule asks again. */
  #beginThread(): CompileThread | CompileOutcome {
    try {
      this.#thread = new CompileThread(this.#options.entry);
      return this.#thread;
    } catch (error) {
      return failed('thread_ended', `The thread that compiles rules cannot be started. ${messageOf(error)}`);
    }
  }

  async #endWhenIdle(): Promise<void> {
    const wakeUp = new AbortController();
    this.#wakeUp = wakeUp;
    const signal = AbortSignal.any([wakeUp.signal, this.#stop.signal]);
    await this.#options.clock.sleep(this.#options.idleMs, signal);
    if (!signal.aborted) await this.#endThread();
  }

  async #endThread(): Promise<void> {
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.end();
  }
}

const STOPPED = failed('stopped', 'The server is stopping.');
const ABORTED = failed('aborted', 'Nobody waits for the rule any longer.');
const TOO_LONG = failed('took_too_long', 'Compiling the rule took longer than it may.');
