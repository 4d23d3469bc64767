// Waiting until something holds, with what is missing in the words of the assertion: a busy machine may take long.
import { vi } from 'vitest';

const LIMIT_MS = 20_000;

/** Asks until the assertion holds; rejects with what it said last. */
export const eventually = (assertion: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(assertion, { timeout: LIMIT_MS, interval: 20 });
