// The demo that a real server shows beside its own: begun by whoever wants to see it, ended by them, or when nobody has looked at it for a while.
import type { RequestListener } from 'node:http';
import type { Clock } from '../../core/clock.ts';
import type { Stage } from '../../http/resources/demo/demo.ts';

export interface StagedServer {
  readonly handle: RequestListener;
  stop(reason: string): Promise<void>;
}

export interface DemoStageOptions {
  /** Puts a demo together that listens nowhere by itself. */
  readonly start: () => Promise<StagedServer>;
  readonly clock: Pick<Clock, 'monotonic' | 'sleep'>;
}

const LOOK_EVERY_MS = 60_000;
const UNSEEN_FOR_MS = 15 * 60_000;

export class DemoStage implements Stage {
  readonly #options: DemoStageOptions;
  #shown: StagedServer | undefined;
  /** Beginning and ending have their turn one after the other. */
  #turn: Promise<void> = Promise.resolve();
  #over = new AbortController();
  #open = 0;
  #seenAt = 0;

  constructor(options: DemoStageOptions) {
    this.#options = options;
  }

  get isShown(): boolean {
    return this.#shown !== undefined;
  }

  /** Resolves when it is shown; one that is shown already goes on. */
  begin(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#shown) return;
      this.#shown = await this.#options.start();
      this.#over = new AbortController();
      this.#seenAt = this.#options.clock.monotonic();
      void this.#endWhenUnseen(this.#over.signal);
    });
  }

  /** May be called twice, and where none is shown. */
  end(reason = 'somebody has ended it'): Promise<void> {
    return this.#inTurn(async () => {
      const shown = this.#shown;
      this.#shown = undefined;
      this.#over.abort();
      await shown?.stop(reason);
    });
  }

  /** What answers requests that are meant for the demo; undefined while none is shown. */
  get handler(): RequestListener | undefined {
    const shown = this.#shown;
    return shown && ((request, response) => this.#answer(shown, request, response));
  }

  #answer({ handle }: StagedServer, ...[request, response]: Parameters<RequestListener>): void {
    this.#open += 1;
    response.once('close', () => {
      this.#open -= 1;
      this.#seenAt = this.#options.clock.monotonic();
    });
    handle(request, response);
  }

  async #endWhenUnseen(over: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!over.aborted) {
      await clock.sleep(LOOK_EVERY_MS, over);
      if (over.aborted || this.#open > 0 || clock.monotonic() - this.#seenAt < UNSEEN_FOR_MS) continue;
      await this.end('nobody looks at it');
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}
