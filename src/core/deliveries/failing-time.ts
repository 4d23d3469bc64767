// For how long a trigger has failed: time counts only as far as something was tried in it.
import type { TriggerStanding } from './trigger.ts';

/** A trigger that has failed for so long, and did nothing else, is hopeless. */
export const HOPELESS_AFTER_MS = 120 * 3_600_000;
/** From one failure to the next: the longest wait between two attempts of a delivery. In what is more nothing was tried, no server ran, or the clock was set. */
export const MOST_BETWEEN_FAILURES_MS = 12 * 3_600_000;
/** A failure that is younger is mended by one of the next attempts, of which four lie in it, and nobody has to look. */
const LASTING_AFTER_MS = 600_000;
/** A receiver that fails all the time is not written down each time. */
const COUNTED_EVERY_MS = 600_000;

type Failing = Pick<TriggerStanding, 'failedAt' | 'failingMs'>;

/** With the failure that is now. */
export function failingTime({ failedAt, failingMs }: Failing, now: number): number {
  if (failedAt === null) return failingMs;
  return failingMs + Math.min(Math.max(0, now - failedAt), MOST_BETWEEN_FAILURES_MS);
}

/** Whether somebody should look why nothing comes through. */
export const isLasting = (failingSince: number, now: number): boolean => now - failingSince >= LASTING_AFTER_MS;

/** Whether a failure that is now is to be written down. */
export function isCounted({ failedAt }: Failing, now: number): boolean {
  return failedAt === null || Math.abs(now - failedAt) >= COUNTED_EVERY_MS;
}
