// A moment to the nanosecond, as engines write it. Two numbers, because one of JavaScript's numbers cannot hold it, and a BigInt a line would cost too much.

export interface Stamp {
  /** Whole seconds since 1970. */
  readonly seconds: number;
  /** From 0 to 999,999,999. */
  readonly nanos: number;
}

const NANOS = 1_000_000_000;

/** Negative when `a` is earlier than `b`, 0 when they are the same moment. */
export const compareStamps = (a: Stamp, b: Stamp): number => a.seconds - b.seconds || a.nanos - b.nanos;

/** The later of the two. */
export const laterStamp = (before: Stamp | undefined, now: Stamp): Stamp =>
  before !== undefined && compareStamps(before, now) > 0 ? before : now;

/** Compares the time between two moments with so many whole seconds: negative when it is shorter, 0 when it is the same. Exact, however far apart they are. */
export const compareSpan = (from: Stamp, to: Stamp, seconds: number): number =>
  to.seconds - from.seconds - seconds || to.nanos - from.nanos;

/** A moment so many milliseconds later, or earlier when negative. */
export function stampAfter({ seconds, nanos }: Stamp, milliseconds: number): Stamp {
  const whole = Math.floor(milliseconds / 1000);
  const moved = nanos + Math.round((milliseconds - whole * 1000) * 1e6);
  const carried = Math.floor(moved / NANOS);
  return { seconds: seconds + whole + carried, nanos: moved - carried * NANOS };
}

export const stampOfMilliseconds = (milliseconds: number): Stamp => stampAfter({ seconds: 0, nanos: 0 }, milliseconds);

/** A time as RFC 3339 has it, which `Date` would cut to milliseconds. More than nine digits of a second are cut. */
export function stampOfTime(text: string): Stamp {
  const fraction = /\.(\d{1,9})/.exec(text)?.[1] ?? '';
  return { seconds: Math.floor(Date.parse(text) / 1000), nanos: Number(fraction.padEnd(9, '0')) };
}

/** Milliseconds since 1970, with a fraction. For the eye and for durations only: it is not exact. */
export const millisecondsOf = ({ seconds, nanos }: Stamp): number => seconds * 1000 + nanos / 1e6;

/** The millisecond since 1970 in which the moment lies, exactly: not the next one, however near that is. */
export const wholeMillisecondsOf = ({ seconds, nanos }: Stamp): number => seconds * 1000 + Math.floor(nanos / 1e6);

/** `1700000000.000000123`: how an engine wants to be told a moment, and how it is saved. */
export const stampText = ({ seconds, nanos }: Stamp): string => `${seconds}.${String(nanos).padStart(9, '0')}`;

/** The other way round; undefined for anything else. */
export function parseStampText(text: string): Stamp | undefined {
  const { seconds, nanos } = /^(?<seconds>-?\d{1,12})\.(?<nanos>\d{9})$/.exec(text)?.groups ?? {};
  return seconds === undefined ? undefined : { seconds: Number(seconds), nanos: Number(nanos) };
}
