import fc from 'fast-check';
import { expect, test } from 'vitest';
import { INNER_NEWLINE } from './inner-newline.ts';
import { writeUnescaped } from './json-escapes.ts';

/** What stands between the quotes, read from the middle of bytes and written into the middle of others. */
function unescaped(text: string): Buffer {
  const [before, raw] = ['"u0041', Buffer.from(text)];
  const bytes = Buffer.from(`${before}${text}\\n"`);
  const from = before.length;
  const into = Buffer.alloc(raw.length + 2, 0x23);
  const end = writeUnescaped({ bytes, from, end: from + raw.length }, { bytes: into, at: 1 });
  expect([into[0], into[end]]).toEqual([0x23, 0x23]);
  return into.subarray(1, end);
}

test('every text of JSON is what it means, with line feeds that travel within a line', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\n', '\\', '"', '/'))), (parts) => {
      const text = parts.join('');
      const expected = Buffer.concat(
        text
          .split('\n')
          .map((line, at) => Buffer.concat([Buffer.from(at > 0 ? [INNER_NEWLINE] : []), Buffer.from(line)])),
      );
      expect(unescaped(JSON.stringify(text).slice(1, -1))).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['a line feed by its number', '\\u000a', Buffer.from([INNER_NEWLINE])],
  ['two halves of a character', '\\ud83d\\uDE00', Buffer.from('😀')],
  ['half a character', '\\ud83dx', Buffer.from('\ufffdx')],
  ['the wrong half', '\\ude00\\ud83d', Buffer.from('\ufffd\ufffd')],
  ['a backslash before nothing', 'a\\', Buffer.from('a\\')],
  ['a backslash before what is no escape', '\\q\\u12g4', Buffer.from('\\q\\u12g4')],
  ['an escaped slash', '\\/', Buffer.from('/')],
])('%s', (_, text, expected) => {
  expect(unescaped(text)).toEqual(expected);
});
