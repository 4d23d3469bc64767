// Where a line of bytes ends: at its `\n`, and before one `\r` that stands there.

export const NEWLINE = 0x0a;
export const CARRIAGE_RETURN = 0x0d;

/** Where the line bytes[start, behind) ends: one `\r` before the `\n` is no part of it. */
export const withoutReturn = (bytes: Uint8Array, start: number, behind: number): number =>
  behind > start && bytes[behind - 1] === CARRIAGE_RETURN ? behind - 1 : behind;
