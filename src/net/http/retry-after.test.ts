import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LONGEST_RETRY_MS, retryAfterMs, retrySeconds } from './retry-after.ts';

const NOW = Date.parse('2026-11-26T03:00:00Z');
const asked = (said: string, more: Readonly<Record<string, string>> = {}) =>
  retryAfterMs({ headers: { 'retry-after': said, ...more }, now: NOW });

test.each([
  ['2', 2_000],
  [' 120 ', 120_000],
  ['0', 0],
  ['0.5', 500],
  ['1.337', 1_337],
  ['3600', LONGEST_RETRY_MS],
  ['99999999', LONGEST_RETRY_MS],
  ['9'.repeat(16), LONGEST_RETRY_MS],
  ['9'.repeat(400), LONGEST_RETRY_MS],
  ['0.30000000000000004', 300],
  ['7, 7', 7_000],
  ['2,30', 30_000],
  ['soon, 5', 5_000],
  ['5, Thu, 26 Nov 2026 03:00:30 GMT', 30_000],
  ['Thursday, 26-Nov-26 03:00:30 GMT, 40', 40_000],
  ['Thu, 26 Nov 2026 03:00:30 GMT, Thu, 26 Nov 2026 03:00:20 GMT', 30_000],
  ['Thu, 26 Nov 2026 03:00:30 GMT', 30_000],
  ['Thursday, 26-Nov-26 03:00:30 GMT', 30_000],
  ['Thu Nov 26 03:00:30 2026', 30_000],
  ['Tue Dec  1 03:00:30 2026', LONGEST_RETRY_MS],
  ['Thu, 26 Nov 2026 02:00:00 GMT', 0],
  ['Sunday, 06-Nov-94 08:49:37 GMT', 0],
])('%s is understood', (said, ms) => expect(asked(said)).toBe(ms));

test.each([
  '',
  'soon',
  '-5',
  '1e9',
  '0x10',
  'NaN',
  '-2, -3',
  'Thu, 26 Nov 2026',
  'Thu, 99 Nov 2026 99:99:99 GMT',
  '2026-11-26T03:00:30Z',
])('"%s" says nothing', (said) => expect(asked(said)).toBe(undefined));

test('a date is held against the clock of whoever wrote it', () => {
  const said = 'Thu, 26 Nov 2026 09:00:30 GMT';
  expect(asked(said, { date: 'Thu, 26 Nov 2026 09:00:00 GMT' })).toBe(30_000);
  expect(asked(said, { date: 'nonsense' })).toBe(LONGEST_RETRY_MS);
});

test('the reset of a bucket counts where nothing else is said', () => {
  expect(retryAfterMs({ headers: { 'x-ratelimit-reset-after': '1.5' }, now: NOW })).toBe(1_500);
  expect(asked('7', { 'x-ratelimit-reset-after': '1.5' })).toBe(7_000);
  expect(retryAfterMs({ headers: {}, now: NOW })).toBe(undefined);
});

test('seconds in a body count as those of the header do', () => {
  expect([0.4, '12', 1e9, 86_400].map(retrySeconds)).toEqual([400, 12_000, LONGEST_RETRY_MS, LONGEST_RETRY_MS]);
  expect([null, {}, -1, Number.NaN, Number.POSITIVE_INFINITY, true].map(retrySeconds)).toEqual(
    Array(6).fill(undefined),
  );
});

test('whatever is said, nobody waits longer than an hour or less than nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.double().map(String),
        fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
      ),
      (said) => {
        const ms = asked(said);
        expect(ms === undefined || (ms >= 0 && ms <= LONGEST_RETRY_MS)).toBe(true);
      },
    ),
  );
});
