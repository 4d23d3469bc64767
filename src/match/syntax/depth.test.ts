import { expect, test } from 'vitest';
import { depthOf } from './depth.ts';
import { parsePattern } from './parse.ts';

test.each([
  ['a', 1],
  ['abc', 1],
  ['', 1],
  ['a.', 2],
  ['(a)', 2],
  ['(a.)*', 4],
  ['a|b|[cd]', 1],
  ['ab|c', 2],
  ['a.|b', 3],
  ['^$', 2],
] as const)('the tree of %s is %i deep', (text, depth) => {
  const parsed = parsePattern(text);
  expect(parsed.ok && depthOf(parsed.pattern.root)).toBe(depth);
});
