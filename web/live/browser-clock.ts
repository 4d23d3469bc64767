import type { Clock } from '../../src/core/clock.ts';
import { serverAheadMs } from './server-time.ts';

/** The browser's clock, set right by what the server says, in the form in which tests replace it. */
export const browserClock: Pick<Clock, 'now' | 'sleep'> = {
  now: () => Date.now() + serverAheadMs(),
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
