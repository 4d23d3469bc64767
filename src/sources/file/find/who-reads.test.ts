import { expect, test } from 'vitest';
import { Cursor } from '../generation/cursor.ts';
import { WhoReads } from './who-reads.ts';

function cursorAt(file: string, at: number): Cursor {
  const cursor = Cursor.begin({ file, cuts: 0, first: Buffer.from('first'), changed: 0n });
  cursor.jump(at, Buffer.from('first'), Buffer.from('last'));
  return cursor;
}

const sharingOf = (whoReads: WhoReads, at: string) => whoReads.of(at, () => undefined);

test('of several paths that have read a file the one that came furthest goes on with it, and the next one where that ends', () => {
  const whoReads = new WhoReads([]);
  whoReads.restore('/a', [cursorAt('1:1:7', 10)]);
  whoReads.restore('/b', [cursorAt('1:1:7', 30)]);
  whoReads.restore('/c', [cursorAt('1:1:7', 20)]);
  const [a, b] = [sharingOf(whoReads, '/a'), sharingOf(whoReads, '/b')];
  expect([a.otherReader('1:1:7'), a.take('1:1:7'), b.otherReader('1:1:7'), b.pastOf('1:1:7')?.at]).toEqual([
    ...['/b', false],
    ...[undefined, 30],
  ]);
  expect(b.take('1:1:7')).toBe(true);
  b.leave(cursorAt('1:1:7', 40));
  expect([a.otherReader('1:1:7'), a.pastOf('1:1:7')?.at, a.take('1:1:7')]).toEqual([undefined, 40, true]);
});

test('of a file that was cut what was read of it last counts, and is no further than that of the same path', () => {
  const whoReads = new WhoReads([]);
  const [cut, last] = [cursorAt('1:1:7', 100), cursorAt('1:1:7', 20)];
  whoReads.restore('/a', [cut, last]);
  const [a, b] = [sharingOf(whoReads, '/a'), sharingOf(whoReads, '/b')];
  expect([a.pastOf('1:1:7')?.at, a.furtherThan(last), b.otherReader('1:1:7')]).toEqual([20, undefined, '/a']);
  a.take('1:1:7');
  a.leave(cursorAt('1:1:7', 30));
  expect([a.furtherThan(last)?.at, b.furtherThan(last)?.at]).toEqual([undefined, 30]);
});

test('what was read of a file before it was taken counts once, for it may be cut then', () => {
  const whoReads = new WhoReads([{ file: '1:1:7', at: 10 }]);
  const a = sharingOf(whoReads, '/a');
  expect(a.pastOf('1:1:7')?.at).toBe(10);
  a.take('1:1:7');
  expect(a.pastOf('1:1:7')).toBeUndefined();
});

test('a file that nobody reads is to be read where something has come to it', () => {
  const whoReads = new WhoReads([
    { file: '1:1:7', at: 10 },
    { file: '1:2:7', at: undefined },
  ]);
  const isRead = (file: string, size: number): boolean => whoReads.isRead(file, size);
  expect([
    isRead('1:1:7', 10),
    isRead('1:1:7', 11),
    isRead('1:1:7', 0),
    isRead('1:2:7', 11),
    isRead('1:3:7', 0),
  ]).toEqual([true, false, true, true, false]);
  whoReads.mean('/a', '1:1:7');
  expect(isRead('1:1:7', 11)).toBe(true);
  sharingOf(whoReads, '/a').abandon();
  expect(isRead('1:1:7', 11)).toBe(false);
});

test('what is known to no path any more is remembered', () => {
  const whoReads = new WhoReads([]);
  const a = sharingOf(whoReads, '/a');
  a.take('1:1:7');
  a.forget(cursorAt('1:1:7', 10));
  expect(whoReads.past.map(({ file, at }) => [file, at])).toEqual([['1:1:7', 10]]);
});
