// The moment that a dialect read of a line: written to, for an object a line would cost too much.
import { secondsOfDate } from '../../../core/lines/stamps/rfc3339.ts';
import { isDigit } from './digits.ts';

export interface Moment {
  seconds: number;
  nanos: number;
}

/** Of the machine's clock on the wall: seconds that it was ahead of UTC when it showed this, in seconds as if it were UTC. */
export type WallOffset = (shown: number) => number;

const DAY = 86_400;

/** Lines of one day come together. */
let day = { year: 0, month: 0, date: 0, midnight: 0 };

/** Whether there is such a time. `time` is seconds since midnight, negative where none was read. */
export function setMoment(
  into: Moment,
  date: { readonly year: number; readonly month: number; readonly date: number },
  time: number,
): boolean {
  const { year, month, date: ofMonth } = date;
  if (time < 0) return false;
  if (day.year !== year || day.month !== month || day.date !== ofMonth) {
    if (year < 0 || month < 1 || month > 12 || ofMonth < 1 || ofMonth > 31) return false;
    day = { year, month, date: ofMonth, midnight: secondsOfDate(year, month, ofMonth) };
  }
  into.seconds = day.midnight + time;
  into.nanos = 0;
  return true;
}

/** How many nanoseconds the last of so many digits counts; more than nine are cut. */
const NANOS_OF = Array.from({ length: 10 }, (_, digits) => 10 ** (9 - digits));

/** Reads digits of a second behind a `.` or `,`; gives the place behind them, which is `at` where there are none. */
export function readFraction(bytes: Uint8Array, at: number, into: Moment): number {
  if (bytes[at] !== 0x2e && bytes[at] !== 0x2c) return at;
  let [end, digits] = [at + 1, 0];
  for (; isDigit(bytes[end]); end++) if (end - at < NANOS_OF.length) digits = digits * 10 + (bytes[end] ?? 0) - 0x30;
  if (end === at + 1) return at;
  into.nanos = digits * (NANOS_OF[end - at - 1] ?? 1);
  return end;
}

/** So many hours are remembered, more than a year has: a file may hold times of any. */
const HOURS = 16384;

/** Asked by the hour, for it costs as much as all the rest of a stamp. */
export function wallOffset(minutesBehind: (shownMs: number) => number = behindUtc): WallOffset {
  const hours = new Float64Array(HOURS).fill(Number.NaN);
  const offsets = new Float64Array(HOURS);
  return (shown) => {
    const hour = Math.floor(shown / 3600);
    const place = ((hour % HOURS) + HOURS) % HOURS;
    if (hours[place] !== hour) {
      hours[place] = hour;
      offsets[place] = -minutesBehind(shown * 1000) * 60;
    }
    return offsets[place] ?? 0;
  };
}

/** The same hour, read as local time. */
function behindUtc(shownMs: number): number {
  const shown = new Date(shownMs);
  const [year, month, date, hour] = [
    shown.getUTCFullYear(),
    shown.getUTCMonth(),
    shown.getUTCDate(),
    shown.getUTCHours(),
  ];
  return new Date(year, month, date, hour).getTimezoneOffset();
}

export { DAY };
