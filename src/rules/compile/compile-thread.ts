// One worker thread that compiles rules, one after the other, and what is to be known of its end.
import { Worker } from 'node:worker_threads';
import type { CompileRuleResult, RulePatterns } from '../../match/compile-rule.ts';
import { type CompileOutcome, failed } from './compile-outcome.ts';
import { workerFile } from './worker-file.ts';

export const COMPILE_WORKER = workerFile('compile-worker', import.meta.url);

/** What a compilation may take: it needs a few MiB, and nothing that goes wrong in it may take the server's memory. */
const MAX_HEAP_MIB = 128;

export class CompileThread {
  readonly #worker: Worker;
  #settle: ((outcome: CompileOutcome) => void) | undefined;
  #end: CompileOutcome | undefined;

  constructor(entry: URL) {
    this.#worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB } });
    this.#worker.on('message', (result: CompileRuleResult) => this.#answer(outcomeOf(result)));
    this.#worker.on('error', (error) => this.#hasEnded(messageOf(error)));
    this.#worker.on('exit', (code) => this.#hasEnded(`It ended with code ${code}.`));
    this.#worker.unref();
  }

  /** To be called again only after it has settled. It never rejects; when the thread ends, that is the outcome. */
  compile(patterns: RulePatterns): Promise<CompileOutcome> {
    const { promise, resolve } = Promise.withResolvers<CompileOutcome>();
    this.#settle = resolve;
    if (this.#end) this.#answer(this.#end);
    else {
      // The process lives on for an answer that is awaited, and not for a thread that waits for work.
      this.#worker.ref();
      this.#worker.postMessage(patterns);
    }
    return promise;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #hasEnded(why: string): void {
    const end = this.#end ?? failed('thread_ended', `The thread that compiles rules has ended. ${why}`);
    this.#end = end;
    this.#answer(end);
  }

  #answer(outcome: CompileOutcome): void {
    this.#worker.unref();
    this.#settle?.(outcome);
    this.#settle = undefined;
  }
}

function outcomeOf(result: CompileRuleResult): CompileOutcome {
  if (result.ok) return { outcome: 'compiled', rule: result.rule };
  return { outcome: 'refused', field: result.field, fault: result.fault };
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
