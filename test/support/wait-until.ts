// Waiting for a condition, with a limit: how tests wait for what other processes do.
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every `everyMs` until the answer is true; rejects, with the words of `what`, when that takes longer than `limitMs`. */
export async function waitUntil(
  condition: () => boolean | Promise<boolean>,
  { what, limitMs = 20_000, everyMs = 20 }: { what: string | (() => string); limitMs?: number; everyMs?: number },
): Promise<void> {
  const until = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > until)
      throw new Error(`Not within ${limitMs} ms: ${typeof what === 'string' ? what : what()}`);
    await sleep(everyMs);
  }
}
