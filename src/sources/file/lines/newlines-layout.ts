// Where things lie in the memory of newlines.as.ts, which reads this as well: plain integer constants only.

/** Uint32 each. */
export const ENDS = 0;
export const MOST_ENDS = 4096;

export const TEXT = 16384;
export const MOST_TEXT = 65536;
