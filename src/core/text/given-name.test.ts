import { expect, test } from 'vitest';
import { isGivenName } from './given-name.ts';

test.each(['disk full', 'Größe', 'ディスク 満杯', '❤️ heart', 'a  b', '"{<}>\\'])('%j is a name', (text) =>
  expect(isGivenName(text)).toBe(true),
);

test.each([
  ['nothing', ''],
  ['a blank at an end', 'a '],
  ['two lines', 'a\nb'],
  ['a line separator', 'a\u2028b'],
  ['a tab', 'a\tb'],
  ['an escape sequence', '\u001b[31ma'],
  ['half a character', 'a\ud800'],
  ['an override of the direction', 'a\u202eb'],
  ['a mark of direction', 'a\u200fb'],
  ['a space without width', 'a\u200bb'],
  ['a joiner', 'a\u200db'],
  ['a soft hyphen', 'a\u00adb'],
  ['a byte order mark', '\ufeffa'],
  ['a filler', 'a\u3164b'],
  ['a blank that is none of the usual', 'a\u00a0b'],
])('%s is in no name', (_, text) => expect(isGivenName(text)).toBe(false));
