import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXCERPT_BYTES, excerpt } from './excerpt.ts';

const SECRET = 'hunter2/"<&>ü=';
const show = (text: string, secrets = [SECRET]) => excerpt(Buffer.from(text), secrets);

test('it is the beginning, on one line, without what steers a terminal', () => {
  expect(show('{"ok":true}\r\n\u001b[31mred\u202e')).toBe('{"ok":true} [31mred');
  expect(Buffer.byteLength(show('ü'.repeat(1_000)))).toBeLessThanOrEqual(EXCERPT_BYTES);
});

test.each([
  ['as it is', SECRET],
  ['in JSON', JSON.stringify(SECRET)],
  ['in JSON of PHP', JSON.stringify(SECRET).replaceAll('/', '\\/')],
  ['in a URL', encodeURIComponent(SECRET)],
  ['in HTML', 'hunter2/"&lt;&amp;&gt;ü='],
  ['in base64', Buffer.from(SECRET).toString('base64')],
])('a secret that comes back %s is masked', (_, text) => {
  expect(show(`before ${text} behind`)).toMatch(/^before "?\[redacted\]"? behind$/);
});

test('what looks like a secret is masked, too', () => {
  expect(show('password=hunter2; Authorization: Bearer abcdefghijkl')).not.toMatch(/hunter2|abcdefghijkl/);
});

test('a secret that reaches over the end is not shown by half', () => {
  fc.assert(
    fc.property(fc.integer({ min: 480, max: 530 }), (before) => {
      expect(show(`${'.'.repeat(before)}${SECRET}`)).not.toContain('hunter');
    }),
  );
});
