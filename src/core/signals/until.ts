// Waits for what calls back once, or for a signal, and leaves nothing behind on the one that did not come.

/** Resolves when it is done, or when the signal has aborted. */
export function until(begin: (done: () => void) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', done);
      resolve();
    };
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
    else begin(done);
  });
}
