// How large the tests with a real engine are: small enough for every change, or as large as it takes to believe them.

/** Set by test/long/engine.ts. */
const LONG = process.env.TOCSIN_TEST_LONG === '1';

/** The first for every run, the second for the long one. */
export const size = <Size>(usual: Size, long: Size): Size => (LONG ? long : usual);

/** For a test that moves so much that a busy machine needs long for it. */
export const LIMIT_MS = size(180_000, 1_800_000);

/** For what such a test waits for: it can still say then what it has waited for. */
export const WAIT_MS = LIMIT_MS / 2;
