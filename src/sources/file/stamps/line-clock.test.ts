import { describe, expect, test } from 'vitest';
import { LineClock } from './line-clock.ts';
import { wallOffset } from './moment.ts';

const NOW = Date.parse('2026-02-01T00:00:00Z');
const HOUR = 3600;

/** The times of the lines, of a machine whose clock on the wall is an hour ahead of UTC. */
function timesOf(...lines: readonly string[]) {
  const clock = new LineClock({ offset: wallOffset(() => -60) });
  clock.arrived(NOW);
  const times = lines.map((line) => {
    const bytes = Buffer.from(`xx${line}yy`);
    clock.read(bytes, 2, bytes.length - 2);
    return clock.seconds + clock.nanos / 1e9;
  });
  return { times, dialect: clock.dialect };
}

const at = (text: string): number => Date.parse(text) / 1000;
const NOON = at('2026-01-31T12:00:00Z');

describe('the time of a line', () => {
  test.each([
    ['rfc3339', '2026-01-31T12:00:00.25Z started', NOON + 0.25],
    ['rfc3339', '2026-01-31T12:00:00.123Z started', NOON + 0.123],
    ['iso', '2026-01-31T13:00:00.1x3Z started', NOON + 0.1],
    ['iso', '2026-01-31 12:00:00.123Z started', NOON + 0.123],
    ['rfc3339', 'level=info time="2026-01-31T13:00:00+01:00" msg=x', NOON],
    ['python', '2026-01-31 13:00:00,250 ERROR root', NOON + 0.25],
    ['iso', '[2026-01-31 13:00:00.250] x', NOON + 0.25],
    ['iso', '2026-01-31 12:00:00.5 +0000 x', NOON + 0.5],
    ['syslog', 'Jan 31 13:00:00 host sshd[1]: x', NOON],
    ['syslog', '<34>Mar  1 13:00:00 host x', at('2025-03-01T12:00:00Z')],
    ['access', '10.0.0.1 - - [31/Jan/2026:14:00:00 +0200] "GET / HTTP/1.1" 200', NOON],
    ['apache', '[Sat Jan 31 13:00:00.250000 2026] [core:error] x', NOON + 0.25],
    ['slashes', '2026/01/31 13:00:00 [error] 7#7: x', NOON],
    ['slashes', '2026/01/31 13:00:00.250000 main.go:7: x', NOON + 0.25],
    ['slashes', 'shop: 2026/01/31 13:00:00 x', NOON],
    ['slashes', '[GIN] 2026/01/31 - 13:00:00 | 200 |', NOON],
    ['iso', '2026-01-31 12:00:00.250 UTC [7] LOG:  x', NOON + 0.25],
    ['iso', '2026-01-31 12:00:00 GMT x', NOON],
    ['iso', '2026-01-31 13:00:00 GMT+2 x', NOON],
    ['iso', '2026-01-31 13:00:00 UTCX', NOON],
    ['syslog', 'Jan 31 13:00:00 host app: 2026-01-30 11:00:00 is over', NOON],
    ['slashes', '2026/01/31 13:00:00 [error] 7#7: 2026-01-30 11:00:00', NOON],
    ['apache', '[Sat Jan 31 13:00:00 2026] [error] 2026-01-30 11:00:00', NOON],
    ['access', 'x [31/Jan/2026:14:00:00 +0200] "GET /?at=2026-01-30T11:00:00Z"', NOON],
    ['iso', '2026-01-31 13:00:00 x [30/Jan/2026:14:00:00 +0200] 2026/01/30 11:00:00', NOON],
  ])('%s is read of %s', (dialect, line, expected) => {
    expect(timesOf(line)).toEqual({ dialect, times: [expected] });
  });

  test('may be a number, which is looked for in no text', () => {
    const clock = new LineClock();
    clock.arrived(NOW);
    const number = Buffer.from('1769860800250');
    clock.read(number, 0, number.length);
    expect([clock.isArrival, clock.dialect]).toEqual([true, undefined]);
    clock.readNumber(number, 0, number.length);
    expect([clock.isArrival, clock.dialect, clock.seconds]).toEqual([false, 'epoch', NOON]);
  });

  test('without a stamp is when it came', () => {
    expect(timesOf('x', '12:00', '', '2026-13-01T00:00:00Z')).toEqual({
      dialect: undefined,
      times: [NOW / 1000, NOW / 1000, NOW / 1000, NOW / 1000],
    });
  });

  test('without a stamp among others that have one is that of the line before', () => {
    const { times } = timesOf('Traceback', '2026-01-31 13:00:00,000 a', '  File "x.py"', '2026-01-31 14:00:00,000 b');
    expect(times).toEqual([NOW / 1000, NOON, NOON, NOON + HOUR]);
  });

  test('of one second has its own fraction and its own zone', () => {
    const second = '2026-01-31T12:00:00';
    const { times } = timesOf(
      ...['.5Z', '.25Z', 'Z', '.123456789012Z', '+02:00', '', ' -0300'].map((rest) => `${second}${rest} x`),
    );
    expect(times).toEqual([
      NOON + 0.5,
      NOON + 0.25,
      NOON,
      NOON + 0.123456789,
      NOON - 2 * HOUR,
      NOON - HOUR,
      NOON - HOUR,
    ]);
    expect(timesOf(`${second}Z a`, '2026-01-31T12:00:01Z b', '2026-01-31T13:00:00Z', `${second}Z d`).times).toEqual([
      ...[NOON, NOON + 1, NOON + HOUR, NOON],
    ]);
  });

  test('that has no year is of the last twelve months, whenever it is read', () => {
    const clock = new LineClock({ offset: wallOffset(() => 0) });
    const line = Buffer.from('Jan 31 12:00:00 host x');
    const read = (now: string): number => {
      clock.arrived(Date.parse(now));
      clock.read(line, 0, line.length);
      return clock.seconds;
    };
    expect(read('2026-02-01T00:00:00Z')).toBe(NOON);
    expect(read('2027-01-29T00:00:00Z')).toBe(NOON);
    expect(read('2027-02-01T00:00:00Z')).toBe(at('2027-01-31T12:00:00Z'));
  });

  test('is that of its hour, whichever hours come in between', () => {
    const asked: number[] = [];
    const offset = wallOffset((shown) => {
      asked.push(shown / 3_600_000);
      return -(shown / 3_600_000);
    });
    const other = 5 + 16_384;
    const hours = [5, 6, 5, other, 5, 5];
    expect(hours.map((hour) => offset(hour * HOUR))).toEqual(hours.map((hour) => hour * 60));
    expect(asked).toEqual([5, 6, other, 5]);
  });

  test('is looked for in another dialect where two hundred lines have none in the one that was read', () => {
    const others = Array.from({ length: 208 }, () => 'Jan 31 14:00:00 host x');
    const { times, dialect } = timesOf('opened 2026-01-31 13:00:00', ...others, 'Jan 31 15:00:00 host x', 'x');
    expect(dialect).toBe('syslog');
    expect(times.slice(-4)).toEqual([NOON, NOON + HOUR, NOON + 2 * HOUR, NOON + 2 * HOUR]);
    const trace = Array.from({ length: 500 }, () => '  at a.b(C)');
    const behind = timesOf('2026-01-31 13:00:00 x', ...trace, '2026-01-31 14:00:00 y');
    expect([behind.dialect, behind.times.at(-1)]).toEqual(['iso', NOON + HOUR]);
  });

  test('without a stamp that comes long after all was read is when it came', () => {
    const clock = new LineClock({ offset: wallOffset(() => 0) });
    const read = (ms: number, text: string): number => {
      clock.arrived(NOW + ms);
      clock.read(Buffer.from(text), 0, text.length);
      return clock.seconds;
    };
    const rests = (ms: number): void => clock.rests(NOW + ms);
    expect(read(0, 'opened 2026-01-31 12:00:00')).toBe(NOON);
    // A reading that was held up for long has not come to the end.
    expect(read(60_000, ' x')).toBe(NOON);
    rests(60_000);
    expect(read(70_000, 'x')).toBe(NOON);
    rests(70_000);
    expect([read(70_001, 'x'), clock.isArrival]).toEqual([NOW / 1000 + 70, true]);
    expect([read(80_000, '2026-01-31 13:00:00'), clock.isArrival]).toEqual([NOON + HOUR, false]);
    expect(read(95_000, 'x')).toBe(NOON + HOUR);
  });

  test('is looked for in the first two hundred lines and no further', () => {
    const none = Array.from({ length: 200 }, () => 'x');
    expect(timesOf(...none, '2026-01-31T12:00:00Z').dialect).toBeUndefined();
    expect(timesOf(...none.slice(1), '2026-01-31T12:00:00Z').dialect).toBe('rfc3339');
  });
});
