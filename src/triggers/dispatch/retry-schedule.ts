// When a delivery is tried again.

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What is waited before each attempt; after the last of them a delivery is dead. About 28 hours. */
export const SCHEDULE_MS: readonly number[] = [
  ...[0, 5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE],
  ...[30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR],
];

export const LONGEST_RETRY_AFTER_MS = HOUR;
const JITTER = 0.2;

/** How long after so many attempts the next one is made; undefined when there is none. Never sooner than the receiver wants it. */
export function waitAfter(
  attempts: number,
  { random, retryAfterMs = 0 }: { readonly random: () => number; readonly retryAfterMs?: number | undefined },
): number | undefined {
  const base = SCHEDULE_MS[attempts];
  if (base === undefined) return undefined;
  const jittered = base * (1 - JITTER + 2 * JITTER * random());
  return Math.round(Math.max(jittered, Math.min(Math.max(0, retryAfterMs), LONGEST_RETRY_AFTER_MS)));
}
