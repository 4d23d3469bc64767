import { expect, test } from 'vitest';
import { laterStamp, parseStampText, stampOfMilliseconds, stampOfTime, stampText } from './stamp.ts';

test.each([
  ['2026-01-01T00:00:00Z', 1_767_225_600, 0],
  ['2026-01-01T00:00:00.000000001Z', 1_767_225_600, 1],
  ['2026-01-01T00:00:00.999999999999Z', 1_767_225_600, 999_999_999],
  ['2026-01-01T01:00:00.25+01:00', 1_767_225_600, 250_000_000],
  ['1969-12-31T23:59:59.5Z', -1, 500_000_000],
])('%s is a moment to the nanosecond', (text, seconds, nanos) => {
  expect(stampOfTime(text)).toEqual({ seconds, nanos });
});

test('the later of two moments is the later one, and any moment is later than none', () => {
  const [early, late] = [stampOfMilliseconds(1), stampOfMilliseconds(2)];
  expect([laterStamp(early, late), laterStamp(late, early), laterStamp(undefined, early)]).toEqual([late, late, early]);
});

test.each(['2026-01-01T00:00:00.25Z', '1969-12-31T23:59:59.5Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'])(
  '%s is the same moment when it was saved and read again',
  (text) => {
    const stamp = stampOfTime(text);
    expect(parseStampText(stampText(stamp))).toEqual(stamp);
  },
);
