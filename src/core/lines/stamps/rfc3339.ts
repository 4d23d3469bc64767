// Reads a moment as RFC 3339 writes it, strictly, from bytes: any fraction, any offset. For every form, at leisure; `StampReader` is the quick way.

/** A moment, and the offset of the byte behind what was read. */
export interface ReadMoment {
  readonly seconds: number;
  readonly nanos: number;
  readonly end: number;
}

/** Longer than this is no stamp: it bounds what has to be looked at, and leaves room for forty digits of a fraction. */
export const LONGEST_STAMP = 64;

const ZERO = 0x30;
const DAY = 86_400;
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The moment that begins at `from`; undefined when what stands there is none. What comes behind it is not looked at. */
export function readMoment(bytes: Uint8Array, from: number, limit: number): ReadMoment | undefined {
  const end = Math.min(limit, from + LONGEST_STAMP);
  const midnight = readDate(bytes, from, end);
  const time = readTime(bytes, from + 11, end);
  if (midnight === undefined || time === undefined || !isLetter(bytes, from + 10, 'T')) return undefined;
  const fraction = readFraction(bytes, from + 19, end);
  const offset = fraction && readOffset(bytes, fraction.end, end);
  if (!offset) return undefined;
  const seconds = midnight + time - offset.seconds;
  // A leap second has a name of its own and no number of its own: it may only stand at the end of a day of UTC.
  if (time % 60 === 0 && number(bytes, from + 17, 2) === 60 && seconds % DAY !== 0) return undefined;
  return { seconds, nanos: fraction.nanos, end: offset.end };
}

/** Seconds from 1970 to the beginning of a day, by counting days from the first of March of the year 0, so that leap days come last. */
export function secondsOfDate(year: number, month: number, day: number): number {
  const marchYear = month > 2 ? year : year - 1;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return (era * 146_097 + dayOfEra - 719_468) * DAY;
}

function readDate(bytes: Uint8Array, from: number, end: number): number | undefined {
  if (end - from < 10 || !isByte(bytes, from + 4, '-') || !isByte(bytes, from + 7, '-')) return undefined;
  const year = number(bytes, from, 4);
  const month = number(bytes, from + 5, 2);
  const day = number(bytes, from + 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return undefined;
  return secondsOfDate(year, month, day);
}

function daysOf(year: number, month: number): number {
  const leaps = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leaps ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

function readTime(bytes: Uint8Array, from: number, end: number): number | undefined {
  if (end - from < 8 || !isByte(bytes, from + 2, ':') || !isByte(bytes, from + 5, ':')) return undefined;
  const hour = number(bytes, from, 2);
  const minute = number(bytes, from + 3, 2);
  const second = number(bytes, from + 6, 2);
  const within = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second <= 60;
  return within ? hour * 3600 + minute * 60 + second : undefined;
}

/** Digits beyond the ninth are checked and dropped. */
function readFraction(bytes: Uint8Array, from: number, end: number): { nanos: number; end: number } | undefined {
  if (from >= end || !isByte(bytes, from, '.')) return { nanos: 0, end: from };
  let at = from + 1;
  let [nanos, weight] = [0, 100_000_000];
  for (; at < end && isDigit(bytes[at]); at++) {
    nanos += ((bytes[at] ?? ZERO) - ZERO) * weight;
    weight = Math.floor(weight / 10);
  }
  return at > from + 1 ? { nanos, end: at } : undefined;
}

function readOffset(bytes: Uint8Array, from: number, end: number): { seconds: number; end: number } | undefined {
  if (from < end && isLetter(bytes, from, 'Z')) return { seconds: 0, end: from + 1 };
  if (end - from < 6 || !isByte(bytes, from + 3, ':')) return undefined;
  const sign = isByte(bytes, from, '+') ? 1 : isByte(bytes, from, '-') ? -1 : 0;
  const hours = number(bytes, from + 1, 2);
  const minutes = number(bytes, from + 4, 2);
  if (sign === 0 || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined;
  return { seconds: sign * (hours * 3600 + minutes * 60), end: from + 6 };
}

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= ZERO + 9;
const isByte = (bytes: Uint8Array, at: number, text: string): boolean => bytes[at] === text.charCodeAt(0);
/** RFC 3339 knows its letters in both cases. */
const isLetter = (bytes: Uint8Array, at: number, upper: string): boolean =>
  ((bytes[at] ?? 0) & ~0x20) === upper.charCodeAt(0);

/** A number of so many digits; negative when one of them is none. */
function number(bytes: Uint8Array, from: number, digits: number): number {
  let value = 0;
  for (let at = from; at < from + digits; at++) {
    if (!isDigit(bytes[at])) return -1;
    value = value * 10 + (bytes[at] ?? 0) - ZERO;
  }
  return value;
}
