// Numbers and names of months in bytes, as stamps hold them.

const ZERO = 0x30;

/** A number of so many digits; negative when one of them is none. */
export function digitsAt(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let at = from; at < from + count; at++) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= ZERO + 9;

/** The three letters of each month as one number. */
const MONTHS = new Map(
  ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].map((name, at) => [
    wordOf(Buffer.from(name), 0),
    at + 1,
  ]),
);

/** 1 to 12; 0 where no month stands. */
export const monthAt = (bytes: Uint8Array, at: number): number => MONTHS.get(wordOf(bytes, at)) ?? 0;

function wordOf(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

/** Seconds since midnight of `hh:mm:ss`; negative when there is none. */
export function timeAt(bytes: Uint8Array, at: number): number {
  if (bytes[at + 2] !== 0x3a || bytes[at + 5] !== 0x3a) return -1;
  const hour = digitsAt(bytes, at, 2);
  const minute = digitsAt(bytes, at + 3, 2);
  const second = digitsAt(bytes, at + 6, 2);
  const fits = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
  return fits ? hour * 3600 + minute * 60 + second : -1;
}
