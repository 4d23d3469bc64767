import { expect, test } from 'vitest';
import { numberedLine, numberOf } from './numbered-line.ts';

const read = (text: string): number | undefined => numberOf(Buffer.from(`..${text}..`), 2, 2 + text.length);

test('a line as the writer makes it has its number', () => {
  expect(numberedLine(7, 15)).toBe('000000007 rstuv');
  expect(read(numberedLine(7, 15))).toBe(7);
  expect(read(numberedLine(123_456_789, 60))).toBe(123_456_789);
});

test('one with another byte, one cut short in its number, and two glued together have none', () => {
  expect(read(`${numberedLine(3, 29)}!`)).toBeUndefined();
  expect(read('00000012')).toBeUndefined();
  expect(read(`${numberedLine(1, 30)}${numberedLine(2, 30)}`)).toBeUndefined();
  expect(read('00000a123 x')).toBeUndefined();
});
