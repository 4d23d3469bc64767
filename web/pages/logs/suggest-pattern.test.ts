import fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { suggestPattern } from './suggest-pattern.ts';

test.each([
  ['disk full', 'disk full'],
  ['took 1234 ms', 'took (?P<number>\\d+(?:\\.\\d+)?) ms'],
  [
    'Failed password for root from 10.0.0.7 port 22',
    'Failed password for root from (?P<ip>\\d{1,3}(?:\\.\\d{1,3}){3}) port (?P<number>\\d+(?:\\.\\d+)?)',
  ],
  ['2026-11-26T12:00:00.123Z ERROR (db) lost', 'ERROR \\(db\\) lost'],
  ['[2026-11-26 12:00:00,123] lost', 'lost'],
  ['Nov 26 12:00:00 host sshd: lost', 'host sshd: lost'],
  ['job 0b6f9a54-5d1c-4a7e-9a53-6c1f1f2f3a4b ended', 'job (?P<id>[0-9A-Fa-f-]{36}) ended'],
  ['commit deadbeef01 of deadbeef', 'commit (?P<hash>[0-9A-Fa-f]+) of deadbeef'],
  ['denied 2001:db8::8a2e:370:7334 and ::1', 'denied (?P<ip>[0-9A-Fa-f:]{3,39}) and (?P<ip2>[0-9A-Fa-f:]{3,39})'],
  ['from fe80:0:0:0:1:2:3:4', 'from (?P<ip>[0-9A-Fa-f:]{3,39})'],
  ['lease of 00:1a:2B:3c:4d:5e', 'lease of (?P<mac>(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2})'],
  ['no mail for jo.doe+x1@mail.example.org.', 'no mail for (?P<mail>[\\w.+-]+@[\\w.-]+)\\.'],
  ['panic: lost\n\tat a', 'panic: lost'],
  ['std::string :: a::b @ home', 'std::string :: a::b @ home'],
  ['job 01ARZ3NDEKTSV4RRFFQ69G5FAV ended', 'job (?P<id>[0-9A-Za-z]+) ended'],
  ['nil at pc=0x48e6c1', 'nil at pc=(?P<address>0x[0-9A-Fa-f]+)'],
  ['user_42 of HTTP2 waited 1h2m', 'user_(?P<number>N) of HTTP2 waited (?P<number2>N)h(?P<number3>N)m'],
  ['error_code_500 in utf8', 'error_code_(?P<number>N) in utf8'],
  [
    '{"time":"2026-11-26T12:00:00.5Z","msg":"lost"}',
    '\\{"time":"(?P<time>\\d{4}[-/]\\d{2}[-/]\\d{2}[T ]\\d{2}:\\d{2}:\\d{2}(?:[.,]\\d+)?(?:Z|[+-]\\d{2}:?\\d{2})?)","msg":"lost"\\}',
  ],
])('for %s it is %s', (line, pattern) =>
  expect(suggestPattern(line)).toBe(pattern.replaceAll('>N)', '>\\d+(?:\\.\\d+)?)')),
);

test.each([
  ['time="2026-11-26T12:00:00Z" level=error msg=lost', 'time="2027-01-02T03:04:05Z" level=error msg=lost'],
  ['{"ts":"2026-11-26T12:00:00.123+01:00","msg":"lost"}', '{"ts":"2027-01-02T03:04:05+02:00","msg":"lost"}'],
  ['10.0.0.7 - [26/Nov/2026:12:00:00 +0000] "GET /" 500', '10.0.0.8 - [02/Jan/2027:03:04:05 +0200] "GET /" 503'],
  ['[Thu Nov 26 12:00:00.123456 2026] [error] lost', '[Sat Jan  2 03:04:05.654321 2027] [error] lost'],
  ['at Thu, 26 Nov 2026 12:00:00 GMT lost', 'at Sat, 02 Jan 2027 03:04:05 GMT lost'],
  ['E1126 12:00:00.123456       1 watch.go:138] lost', 'E0102 03:04:05.654321       1 watch.go:139] lost'],
  ['W 20261126T120000 lost', 'W 20270102T030405 lost'],
])('of %s matches the same line at another time, %s', (line, later) => {
  const pattern = RE2JS.compile(suggestPattern(line));
  expect(pattern.matcher(line).find()).toBe(true);
  expect(pattern.matcher(later).find()).toBe(true);
});

test('is a pattern that the line itself matches, with names of their own', () => {
  const word = fc.constantFrom(
    'disk',
    '10.1.2.3',
    '42',
    '3.14',
    'a.b*c',
    '[x]',
    'deadbeef99',
    '2001:db8::1',
    'a@b.c1',
    '00:1a:2b:3c:4d:5e',
    '12:34:56',
    '2026-11-26T12:34:56Z',
    '[26/Nov/2026:12:34:56 +0000]',
    'Thu Nov 26 12:34:56 2026',
    'E1126 12:34:56.789',
    '0x7ffe10',
    '01ARZ3NDEKTSV4RRFFQ69G5FAV',
    'user_42',
    '1h2m3s',
    '::',
    'x::1',
    '(',
    '\\',
    '$5',
    'é',
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
      const line = words.join(' ');
      expect(RE2JS.compile(suggestPattern(line)).matcher(line).find()).toBe(true);
    }),
  );
});

test('takes the time of day for numbers', () => {
  expect(suggestPattern('at 12:34:56')).toBe(
    'at (?P<number>\\d+(?:\\.\\d+)?):(?P<number2>\\d+(?:\\.\\d+)?):(?P<number3>\\d+(?:\\.\\d+)?)',
  );
});

test('takes as a whole what reaches beyond the part of a long line that it is made of', () => {
  const words = 'word '.repeat(39);
  expect(suggestPattern(`${words}0b6f9a54-5d1c-4a7e-9a53-6c1f1f2f3a4b ended`)).toBe(`${words}(?P<id>[0-9A-Fa-f-]{36})`);
});

test('is short, however long the line is', () => {
  expect(suggestPattern('x1 '.repeat(5_000)).length).toBeLessThan(2_048);
});
