// The ways in which programs write the time of a line.
import { digitsAt, isDigit, monthAt, timeAt } from './digits.ts';
import { readEpoch } from './epoch-stamp.ts';
import { readIso, zoneAt } from './iso-stamp.ts';
import { DAY, type Moment, readFraction, setMoment, type WallOffset } from './moment.ts';
import type { ReadSecond } from './read-second.ts';

export const DIALECTS = ['rfc3339', 'python', 'iso', 'syslog', 'access', 'apache', 'slashes', 'epoch'] as const;
/**
 * rfc3339: `2026-01-31T12:00:00Z`. python: `2026-01-31 12:00:00,123`. iso: the same with a dot, or without a zone. syslog:
 * `Jan 31 12:00:00`. access: `[31/Jan/2026:12:00:00 +0100]`, of nginx and Apache. apache: `[Sat Jan 31 12:00:00.123456 2026]`,
 * its error log. slashes: `2026/01/31 12:00:00`, of Go, also behind a prefix, of Gin and of nginx's error log. epoch:
 * `1769860800.25` or `1769860800250`, a number in JSON, and nothing that a line would be searched for.
 */
export type Dialect = (typeof DIALECTS)[number];

/** What a stamp may lack. */
export interface StampSurroundings {
  readonly offset: WallOffset;
  /** Seconds since 1970: a stamp without a year is of the last twelve months. */
  readonly now: number;
  /** The year of that. */
  readonly year: number;
  /** What was read of the line before; forgotten when `now` changes. */
  readonly second: ReadSecond;
}

/** Looked for so far from a line's beginning. */
const WITHIN = 64;
const WITHIN_ACCESS = 512;
/** Of `Jan 31 12:00:00`. */
const SYSLOG_LENGTH = 15;
/** Of `2026-01-31 12:00:00`. */
const SECOND_LENGTH = 19;
const [BRACKET, SLASH, BLANK, COLON, MINUS] = [0x5b, 0x2f, 0x20, 0x3a, 0x2d];

/** A line, and where what is read of it goes. */
export interface StampSearch extends StampSurroundings {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly end: number;
  readonly into: Moment;
}

/** The stamp of this dialect in bytes[from, end), which is a line. */
export function readStamp(dialect: Dialect, search: StampSearch): boolean {
  switch (dialect) {
    case 'rfc3339':
    case 'python':
    case 'iso':
      return isoPlace(search) >= 0;
    case 'syslog':
      return readSyslog(search);
    case 'access':
      return accessPlace(search) >= 0;
    case 'apache':
      return readApache(search);
    case 'slashes':
      return slashesPlace(search) >= 0;
    case 'epoch':
      return readEpoch(search);
  }
}

/** Which dialect a line has whose stamp can be read: of several the first, for the others are what it tells of. */
export function dialectOf(search: StampSearch): Dialect | undefined {
  const atBeginning = (['syslog', 'apache'] as const).find((dialect) => readStamp(dialect, search));
  if (atBeginning !== undefined) return atBeginning;
  const places = { slashes: slashesPlace(search), access: accessPlace(search), iso: isoPlace(search) };
  const found = (['slashes', 'access', 'iso'] as const).filter((dialect) => places[dialect] >= 0);
  const [first] = found.toSorted((one, other) => places[one] - places[other]);
  if (first === 'iso') return readIso(search.bytes, places.iso, search);
  return first !== undefined && readStamp(first, search) ? first : undefined;
}

/** Where its stamp begins; negative where it has none. */
function isoPlace(search: StampSearch): number {
  const { bytes, from, end } = search;
  const last = Math.min(end, from + WITHIN) - SECOND_LENGTH;
  for (let at = from; at <= last; at++) {
    // Four digits and a minus, and no digit before them.
    if (bytes[at + 4] !== MINUS || !isDigit(bytes[at]) || (at > from && isDigit(bytes[at - 1]))) continue;
    if (readIso(bytes, at, search) !== undefined) return at;
  }
  return -1;
}

function readSyslog(search: StampSearch): boolean {
  const { bytes, from, end, into, second } = search;
  const at = bytes[from] === 0x3c ? behindPriority(bytes, from) : from;
  if (end - at >= SYSLOG_LENGTH && second.isAt(bytes, at, SYSLOG_LENGTH)) {
    into.seconds = second.seconds;
    into.nanos = 0;
    return true;
  }
  if (!readWithoutYear(search, at)) return false;
  second.keep(bytes, { at, end: at + SYSLOG_LENGTH }, into.seconds);
  return true;
}

function readWithoutYear({ bytes, end, into, offset, now, year }: StampSearch, at: number): boolean {
  const month = end - at < SYSLOG_LENGTH ? 0 : monthAt(bytes, at);
  if (month === 0 || bytes[at + 3] !== BLANK || bytes[at + 6] !== BLANK) return false;
  const date = bytes[at + 4] === BLANK ? digitsAt(bytes, at + 5, 1) : digitsAt(bytes, at + 4, 2);
  const time = timeAt(bytes, at + 7);
  if (!setMoment(into, { year, month, date }, time)) return false;
  into.seconds -= offset(into.seconds);
  if (into.seconds <= now + DAY) return true;
  if (!setMoment(into, { year: year - 1, month, date }, time)) return false;
  into.seconds -= offset(into.seconds);
  return true;
}

function behindPriority(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  while (isDigit(bytes[at])) at++;
  return bytes[at] === 0x3e ? at + 1 : from;
}

function accessPlace({ bytes, from, end, into }: StampSearch): number {
  const last = Math.min(end, from + WITHIN_ACCESS) - 22;
  for (let at = from; at <= last; at++) {
    if (bytes[at] !== BRACKET || bytes[at + 3] !== SLASH || bytes[at + 7] !== SLASH || bytes[at + 12] !== COLON)
      continue;
    const date = { year: digitsAt(bytes, at + 8, 4), month: monthAt(bytes, at + 4), date: digitsAt(bytes, at + 1, 2) };
    const zone = zoneAt(bytes, at + 22);
    if (zone === undefined || !setMoment(into, date, timeAt(bytes, at + 13))) continue;
    into.seconds -= zone;
    return at;
  }
  return -1;
}

function readApache({ bytes, from, end, into, offset }: StampSearch): boolean {
  if (bytes[from] !== BRACKET || bytes[from + 4] !== BLANK || end - from < 26) return false;
  const [month, date, time] = [monthAt(bytes, from + 5), digitsAt(bytes, from + 9, 2), timeAt(bytes, from + 12)];
  const fraction = { seconds: 0, nanos: 0 };
  const behind = readFraction(bytes, from + 20, fraction);
  const year = bytes[behind] === BLANK ? digitsAt(bytes, behind + 1, 4) : -1;
  if (!setMoment(into, { year, month, date }, time)) return false;
  into.seconds -= offset(into.seconds);
  into.nanos = fraction.nanos;
  return true;
}

function slashesPlace(search: StampSearch): number {
  const { bytes, from, end } = search;
  const last = Math.min(end, from + WITHIN) - SECOND_LENGTH;
  for (let at = from; at <= last; at++) {
    if (bytes[at + 4] !== SLASH || !isDigit(bytes[at]) || (at > from && isDigit(bytes[at - 1]))) continue;
    if (readSlashes(search, at)) return at;
  }
  return -1;
}

function readSlashes({ bytes, into, offset }: StampSearch, at: number): boolean {
  if (bytes[at + 7] !== SLASH || bytes[at + 10] !== BLANK) return false;
  const date = { year: digitsAt(bytes, at, 4), month: digitsAt(bytes, at + 5, 2), date: digitsAt(bytes, at + 8, 2) };
  // Gin parts them by a minus.
  const time = bytes[at + 11] === MINUS && bytes[at + 12] === BLANK ? at + 13 : at + 11;
  if (!setMoment(into, date, timeAt(bytes, time))) return false;
  readFraction(bytes, time + 8, into);
  into.seconds -= offset(into.seconds);
  return true;
}
