// The loop takes what the kernel tells of folders in its turn.
import { setImmediate } from 'node:timers/promises';

/** Resolves when all that has happened until now was told. */
export async function untilTold(): Promise<void> {
  // The second comes when the loop has gone round once, and has taken what waited.
  await setImmediate();
  await setImmediate();
}
