import { expect, test } from 'vitest';
import { ReadFiles } from './read-files.ts';

const files = (...ids: readonly string[]) => ids.map((file) => ({ file, at: 1 }));
const ids = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => `1:${from + n}:7`);
const idsOf = ({ all }: ReadFiles): string[] => all.map(({ file }) => file);

test('of the files that were read and are gone the oldest are forgotten where there are too many', () => {
  const read = new ReadFiles(files(...ids(0, 3)), 4);
  read.add(files(...ids(3, 6)));
  expect(idsOf(read)).toEqual(ids(2, 6));
  // It was read again.
  read.add(files(...ids(2, 3)));
  read.add(files(...ids(6, 7)));
  expect(idsOf(read)).toEqual([...ids(4, 6), ...ids(2, 3), ...ids(6, 7)]);
});

test('those in whose place another file was made are forgotten before any other', () => {
  const read = new ReadFiles(files(...ids(0, 4)), 4);
  read.add(files('1:3:8'));
  read.sees('1:2:9');
  read.sees('1:1:7');
  read.add(files(...ids(5, 6)));
  expect(idsOf(read)).toEqual(['1:0:7', '1:1:7', '1:3:8', '1:5:7']);
});
