// Lines that `wr` in writer.c writes: nine digits, a blank, and letters that follow from the number, up to the length that was asked for.

const DIGITS = 9;
const ZERO = 48;
const BLANK = 32;
const LETTER_A = 97;

/** The number of the line in bytes[start, end), when every byte of it is as the writer makes it. */
export function numberOf(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end - start <= DIGITS || bytes[start + DIGITS] !== BLANK) return undefined;
  let number = 0;
  for (let at = start; at < start + DIGITS; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  for (let at = DIGITS + 1; at < end - start; at += 1)
    if (bytes[start + at] !== LETTER_A + ((number + at) % 26)) return undefined;
  return number;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.repeat(800);

/** Such a line. */
export function numberedLine(number: number, length: number): string {
  const from = (number + DIGITS + 1) % 26;
  return `${String(number).padStart(DIGITS, '0')} ${LETTERS.slice(from, from + Math.max(0, length - DIGITS - 1))}`;
}
