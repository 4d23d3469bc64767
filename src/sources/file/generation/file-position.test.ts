import { expect, test } from 'vitest';
import { Cursor } from './cursor.ts';
import { parsePosition, positionText } from './file-position.ts';

test.each([true, false])('a position keeps whether generations of its file are destroyed: %s', (destroys) => {
  const cursor = Cursor.begin({ file: '1:2:3', cuts: 0, first: Buffer.from('one\n'), changed: 5n });
  if (destroys) cursor.lingersAt = '/var/log/app.log.1';
  const head = positionText({ cursors: [cursor], dialect: undefined, destroys });
  const saved = { head, tail: new Uint8Array(0), tailFrom: 0 };
  expect(parsePosition(saved)).toEqual({ cursors: [cursor.saved()], end: undefined, dialect: undefined, destroys });
});

test.each([true, false])('a position keeps where a file ended that was not begun, wanted or not: %s', (isUnwanted) => {
  const end = { file: '1:2:3', size: 7, isUnwanted };
  const head = positionText({ cursors: [], end, dialect: undefined, destroys: false });
  expect(parsePosition({ head, tail: new Uint8Array(0), tailFrom: 0 })).toMatchObject({ cursors: [], end });
});
