// Waits for something for a while, and not for ever.

import type { Clock } from './clock.ts';
import { abortWith, OVER } from './signals/abort-with.ts';

export interface Patience {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly ms: number;
  /** Ends the waiting early. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What the promise gives, or undefined when that takes longer than `ms` or the signal aborts before. A rejection in time is passed on,
 * a later one is dropped. The work itself goes on: whoever started it ends it.
 */
export async function within<Value>(
  promise: Promise<Value>,
  { clock, ms, signal }: Patience,
): Promise<Value | undefined> {
  const settled = new AbortController();
  const unlink = abortWith(settled, signal);
  try {
    return await Promise.race([promise, clock.sleep(ms, settled.signal).then(() => undefined)]);
  } finally {
    unlink();
    settled.abort(OVER);
  }
}
