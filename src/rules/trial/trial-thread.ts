// Tries rules off the main thread, one after the other: a large pattern on long lines takes long, and nobody else must wait for that.
import { Worker } from 'node:worker_threads';
import type { Clock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';
import { workerFile } from '../compile/worker-file.ts';
import type { Trial } from './trial-worker.ts';
import type { LineTrial } from './try-rule.ts';

export type TrialOutcome =
  | { readonly outcome: 'tried'; readonly lines: readonly LineTrial[] }
  | { readonly outcome: 'took_too_long' | 'thread_ended' | 'queue_full' | 'stopped' };

export interface TrialThreadOptions {
  readonly clock: Pick<Clock, 'sleep'>;
  /** From when on the thread is ready. */
  readonly mostMs?: number;
  readonly mostWaiting?: number;
  /** A thread that had nothing to do for so long is ended, and its memory given back. */
  readonly idleMs?: number;
  readonly entry?: URL;
}

const WORKER = workerFile('trial-worker', import.meta.url);
/** What a trial may take: nothing that goes wrong in it may take the memory of the server. */
const MAX_HEAP_MIB = 256;

export class TrialThread {
  readonly #options: Required<TrialThreadOptions>;
  readonly #stop = new AbortController();
  #worker: Worker | undefined;
  /** Settles when the trial before has. */
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #busy = new AbortController();

  constructor(options: TrialThreadOptions) {
    this.#options = { mostMs: 5_000, mostWaiting: 100, idleMs: 30_000, entry: WORKER, ...options };
  }

  /** Whether a thread is there, with the memory that it takes. */
  get hasThread(): boolean {
    return this.#worker !== undefined;
  }

  /** It never rejects. */
  async run(trial: Trial): Promise<TrialOutcome> {
    if (this.#waiting >= this.#options.mostWaiting) return { outcome: 'queue_full' };
    this.#waiting++;
    const turn = this.#last.then(() => this.#runNow(trial));
    this.#last = turn;
    const outcome = await turn;
    this.#waiting--;
    return outcome;
  }

  /** Whatever waits or runs is `stopped`. It may be called twice. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#end();
  }

  async #runNow(trial: Trial): Promise<TrialOutcome> {
    const { clock, mostMs } = this.#options;
    const { signal } = this.#stop;
    if (signal.aborted) return { outcome: 'stopped' };
    this.#busy.abort();
    const worker = this.#worker ?? (await this.#begin());
    if (worker === undefined) return { outcome: 'thread_ended' };
    worker.postMessage(trial);
    const answer = await within(nextOf(worker), { clock, ms: mostMs, signal });
    if (answer?.message) {
      void this.#endWhenIdle();
      return { outcome: 'tried', lines: answer.message };
    }
    // Whatever made it hang or end must not meet the next rule.
    await this.#end();
    if (signal.aborted) return { outcome: 'stopped' };
    return { outcome: answer ? 'thread_ended' : 'took_too_long' };
  }

  /** Resolves when it is ready, or has ended; with none where the system has no room for another thread. */
  async #begin(): Promise<Worker | undefined> {
    const worker = startedWorker(this.#options.entry);
    // Its end is told as well.
    worker?.on('error', () => {});
    this.#worker = worker;
    if (worker) await nextOf(worker);
    return worker;
  }

  async #endWhenIdle(): Promise<void> {
    const busy = new AbortController();
    this.#busy = busy;
    await this.#options.clock.sleep(this.#options.idleMs, AbortSignal.any([busy.signal, this.#stop.signal]));
    if (!busy.signal.aborted) await this.#end();
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

function startedWorker(entry: URL): Worker | undefined {
  try {
    return new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB } });
  } catch {
    return undefined;
  }
}

/** The next message of a worker; none when it has ended. */
function nextOf(worker: Worker): Promise<{ readonly message?: readonly LineTrial[] }> {
  const { promise, resolve } = Promise.withResolvers<{ readonly message?: readonly LineTrial[] }>();
  const told = (message: readonly LineTrial[]): void => resolve({ message });
  const ended = (): void => resolve({});
  worker.once('message', told).once('exit', ended);
  if (worker.threadId < 0) ended();
  return promise.finally(() => worker.off('message', told).off('exit', ended));
}
