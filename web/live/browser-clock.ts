import type { Clock } from '../../src/core/clock.ts';

/** The browser's clock, in the form in which tests replace it. */
export const browserClock: Pick<Clock, 'now' | 'sleep'> = {
  now: () => Date.now(),
  sleep: (ms, stop) =>
    new Promise((resolve) => {
      if (stop?.aborted) return resolve();
      const finish = (): void => {
        clearTimeout(timer);
        stop?.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, ms);
      stop?.addEventListener('abort', finish);
    }),
};
