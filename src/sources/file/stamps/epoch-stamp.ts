// A time that is a number since 1970, as loggers of Node.js and Go write it into JSON: seconds, or thousandths, millionths, thousand-millionths of one.
import { digitsAt, isDigit } from './digits.ts';
import { type Moment, readFraction } from './moment.ts';

/** Of whole seconds, from 2001 on. */
const SECOND_DIGITS = 10;
const ZERO = 0x30;

/** Whether bytes[from, end) are such a number, and nothing else. */
export function readEpoch({
  bytes,
  from,
  end,
  into,
}: {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly end: number;
  readonly into: Moment;
}): boolean {
  let at = from;
  while (at < end && isDigit(bytes[at])) at++;
  const below = at - from - SECOND_DIGITS;
  if (bytes[from] === ZERO || below < 0 || below > 9 || below % 3 !== 0) return false;
  const fraction = { seconds: 0, nanos: 0 };
  if (at < end && readFraction(bytes, at, fraction) !== end) return false;
  const parts = digitsAt(bytes, from + SECOND_DIGITS, below);
  into.seconds = digitsAt(bytes, from, SECOND_DIGITS);
  into.nanos = parts * 10 ** (9 - below) + Math.floor(fraction.nanos / 10 ** below);
  return true;
}
