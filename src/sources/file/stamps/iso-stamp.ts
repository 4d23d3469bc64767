// `2026-01-31T12:00:00.123Z`, with a blank for the `T`, a comma for the dot, or without a zone: RFC 3339, Python's logging and most others.
import { digitsAt, timeAt } from './digits.ts';
import { type Moment, readFraction, setMoment, type WallOffset } from './moment.ts';
import type { ReadSecond } from './read-second.ts';

/** Of `2026-01-31T12:00:00`. */
const SECOND_LENGTH = 19;
const [MINUS, PLUS, COLON, COMMA, BLANK] = [0x2d, 0x2b, 0x3a, 0x2c, 0x20];
const [DOT, UTC] = [0x2e, 0x5a];

export type IsoDialect = 'rfc3339' | 'python' | 'iso';

export interface IsoTarget {
  readonly into: Moment;
  readonly offset: WallOffset;
  readonly second: ReadSecond;
}

/** What begins at `at`; undefined where it is no such stamp. */
export function readIso(bytes: Uint8Array, at: number, { into, offset, second }: IsoTarget): IsoDialect | undefined {
  if (second.isAt(bytes, at, SECOND_LENGTH)) {
    into.seconds = second.seconds;
    into.nanos = 0;
  } else {
    if (!readSecond(bytes, at, into)) return undefined;
    second.keep(bytes, { at, end: at + SECOND_LENGTH }, into.seconds);
  }
  const isBlank = bytes[at + 10] === BLANK;
  const nanos = isBlank ? -1 : nanosOfUtc(bytes, at + SECOND_LENGTH);
  if (nanos >= 0) {
    into.nanos = nanos;
    return 'rfc3339';
  }
  const end = readFraction(bytes, at + SECOND_LENGTH, into);
  const zone = zoneAt(bytes, isBlank && bytes[end] === BLANK ? end + 1 : end);
  into.seconds -= zone ?? offset(into.seconds);
  if (bytes[at + SECOND_LENGTH] === COMMA) return 'python';
  return isBlank || zone === undefined ? 'iso' : 'rfc3339';
}

/** Of `.123Z`, as most programs write it: read at once. Negative where something else stands. */
function nanosOfUtc(bytes: Uint8Array, at: number): number {
  return bytes[at] === DOT && bytes[at + 4] === UTC ? digitsAt(bytes, at + 1, 3) * 1e6 : -1;
}

function readSecond(bytes: Uint8Array, at: number, into: Moment): boolean {
  if (bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS) return false;
  const divider = bytes[at + 10];
  if (divider !== BLANK && divider !== 0x54 && divider !== 0x74) return false;
  const date = { year: digitsAt(bytes, at, 4), month: digitsAt(bytes, at + 5, 2), date: digitsAt(bytes, at + 8, 2) };
  return setMoment(into, date, timeAt(bytes, at + 11));
}

/** Seconds ahead of UTC of `Z`, `UTC`, `GMT`, `+01:00` or `+0100`. */
export function zoneAt(bytes: Uint8Array, at: number): number | undefined {
  const sign = bytes[at];
  if (sign === 0x5a || sign === 0x7a) return 0;
  if (sign === 0x55 || sign === 0x47) return isUtcName(bytes, at) ? 0 : undefined;
  if (sign !== PLUS && sign !== MINUS) return undefined;
  const hours = digitsAt(bytes, at + 1, 2);
  const minutes = digitsAt(bytes, bytes[at + 3] === COLON ? at + 4 : at + 3, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined;
  return (sign === PLUS ? 1 : -1) * (hours * 3600 + minutes * 60);
}

/** Of PostgreSQL, above all. Other names stand for more than one zone, and mostly for that of the machine. */
function isUtcName(bytes: Uint8Array, at: number): boolean {
  const name = String.fromCharCode(bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0, bytes[at + 3] ?? 0);
  return /^(?:UTC|GMT)[^\w+-]/.test(name);
}
