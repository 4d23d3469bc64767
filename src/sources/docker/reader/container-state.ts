// What is known of a container and its engine, and waiting for a change of it.

export interface ContainerFacts {
  readonly isRunning: boolean;
  /** How often it was heard to start: a start changes something even for a container that was taken for running. */
  readonly starts: number;
  readonly isRemoved: boolean;
  /** Whether its engine removes it as soon as it has ended; undefined while nobody has asked. */
  readonly isRemovedAtEnd: boolean | undefined;
  readonly isEngineUp: boolean;
  /** How often the engine came back: meanwhile anything may have happened. */
  readonly returns: number;
}

export class ContainerState {
  #facts: ContainerFacts = {
    isRunning: false,
    starts: 0,
    isRemoved: false,
    isRemovedAtEnd: undefined,
    isEngineUp: true,
    returns: 0,
  };
  readonly #listeners = new Set<() => void>();

  get now(): ContainerFacts {
    return this.#facts;
  }

  change(facts: Partial<ContainerFacts>): void {
    this.#facts = { ...this.#facts, ...facts };
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls back at every change, until the function that it gives is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when it holds, after whichever change, or when the signal aborts. */
  async until(holds: () => boolean, signal: AbortSignal): Promise<void> {
    if (holds() || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const done = (): void => resolve();
    signal.addEventListener('abort', done, { once: true });
    const leave = this.onChange(() => {
      if (holds()) resolve();
    });
    await promise;
    leave();
    signal.removeEventListener('abort', done);
  }
}
