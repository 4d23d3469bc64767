import { expect, test } from 'vitest';
import { showBytes } from './bytes.ts';

test.each([
  [0, '0 B'],
  [1, '1 B'],
  [1023, '1023 B'],
  [1024, '1 KiB'],
  [1_310_720, '1.25 MiB'],
  [88_300_000, '84.2 MiB'],
  [3 * 1024 ** 3, '3 GiB'],
  [999 * 1024 ** 4, '999 TiB'],
  [5000 * 1024 ** 4, '5000 TiB'],
])('%s bytes read %s', (bytes, text) => {
  expect(showBytes(bytes)).toBe(text);
});
