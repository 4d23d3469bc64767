import { expect, test } from 'vitest';
import { Cursor } from './cursor.ts';
import { parsePosition, positionText } from './file-position.ts';

test.each([true, false])('a position keeps whether generations of its file are destroyed: %s', (destroys) => {
  const cursor = Cursor.begin({ file: '1:2:3', cuts: 0, first: Buffer.from('one\n'), changed: 5n });
  const head = positionText({ cursors: [cursor], dialect: undefined, destroys });
  const saved = { head, tail: new Uint8Array(0), tailFrom: 0 };
  expect(parsePosition(saved)).toEqual({ cursors: [cursor.saved()], dialect: undefined, destroys });
});
