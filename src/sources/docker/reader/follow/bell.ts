// A stream whose lines are not taken: that something comes says that the container has written something.
import type { BodySink, EngineClient, EngineStream } from '../../engine/engine-client.ts';
import type { PassEnd } from '../pass/pass-contract.ts';

export class Bell implements BodySink {
  readonly #stream: EngineStream;
  readonly #over = new AbortController();
  readonly #result = Promise.withResolvers<PassEnd>();
  #rung = Promise.withResolvers<void>();

  constructor(client: Pick<EngineClient, 'stream'>, path: string) {
    this.#stream = client.stream(path, this);
  }

  get result(): Promise<PassEnd> {
    return this.#result.promise;
  }

  /** Aborts when it will never ring again. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** What rang until now is answered: gives what resolves when it rings again. */
  hush(): Promise<void> {
    this.#rung = Promise.withResolvers<void>();
    return this.#rung.promise;
  }

  close(): void {
    this.#end({ how: 'closed' });
  }

  opened(): void {}

  data(): void {
    this.#rung.resolve();
  }

  rested(): void {}

  ended(end: Parameters<BodySink['ended']>[0]): void {
    this.#end(end.complete ? { how: 'complete' } : { how: 'failed', fault: end.fault });
  }

  #end(end: PassEnd): void {
    if (this.#over.signal.aborted) return;
    this.#stream.close();
    this.#over.abort();
    this.#result.resolve(end);
  }
}
