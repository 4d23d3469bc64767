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
  ['std::string :: a::b @ home', 'std::string :: a::b @ home'],
])('for %s it is %s', (line, pattern) => expect(suggestPattern(line)).toBe(pattern));

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

test('is short, however long the line is', () => {
  expect(suggestPattern('x1 '.repeat(5_000)).length).toBeLessThan(2_048);
});
