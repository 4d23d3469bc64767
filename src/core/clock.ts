/** Time as an argument: production passes `systemClock`, tests a manual one that they advance themselves. */
export interface Clock {
  /** Wall-clock time in milliseconds since 1970. It may jump; never measure a duration with it. */
  now(): number;
  /** Milliseconds from an arbitrary start, never going back. */
  monotonic(): number;
  /** Resolves after `ms` (soon, when that is nothing or less), or at once when the signal aborts; it never rejects. Check `signal.aborted` afterwards. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      // Node warns of a time below zero, on a standard error that others read.
      const timer = setTimeout(finish, Math.max(0, ms));
      signal?.addEventListener('abort', finish, { once: true });
      function finish(): void {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      }
    }),
};
