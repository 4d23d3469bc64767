// `2026-01-31T12:00:00.123Z`, with a blank for the `T`, a comma for the dot, or without a zone: RFC 3339, Python's logging and most others.
import { digitsAt, timeAt } from './digits.ts';
import { type Moment, readFraction, setMoment, type WallOffset } from './moment.ts';

const [MINUS, PLUS, COLON] = [0x2d, 0x2b, 0x3a];

export interface IsoKind {
  readonly divider: 'T' | ' ';
  readonly comma: boolean;
  readonly zone: boolean;
}

export interface IsoTarget {
  readonly into: Moment;
  readonly offset: WallOffset;
}

/** Whether one begins at `at`; what it is like is told where that is asked for. */
export function readIso(bytes: Uint8Array, at: number, { into, offset }: IsoTarget): IsoKind | undefined {
  if (bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS) return undefined;
  const divider = bytes[at + 10] === 0x54 || bytes[at + 10] === 0x74 ? 'T' : ' ';
  if (divider === ' ' && bytes[at + 10] !== 0x20) return undefined;
  const date = { year: digitsAt(bytes, at, 4), month: digitsAt(bytes, at + 5, 2), date: digitsAt(bytes, at + 8, 2) };
  if (!setMoment(into, date, timeAt(bytes, at + 11))) return undefined;
  const comma = bytes[at + 19] === 0x2c;
  const end = readFraction(bytes, at + 19, into);
  const zone = zoneAt(bytes, divider === ' ' && bytes[end] === 0x20 ? end + 1 : end);
  into.seconds -= zone ?? offset(into.seconds);
  return { divider, comma, zone: zone !== undefined };
}

/** Seconds ahead of UTC of `Z`, `+01:00` or `+0100`. */
export function zoneAt(bytes: Uint8Array, at: number): number | undefined {
  const sign = bytes[at];
  if (sign === 0x5a || sign === 0x7a) return 0;
  if (sign !== PLUS && sign !== MINUS) return undefined;
  const hours = digitsAt(bytes, at + 1, 2);
  const minutes = digitsAt(bytes, bytes[at + 3] === COLON ? at + 4 : at + 3, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined;
  return (sign === PLUS ? 1 : -1) * (hours * 3600 + minutes * 60);
}
