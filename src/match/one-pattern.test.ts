import { expect, test } from 'vitest';
import { OnePattern } from './one-pattern.ts';

const TRACE = 'ERROR no pool\n\tat take\nCaused by: refused';

function isMatch(pattern: string, message: string): boolean {
  const compiled = OnePattern.compile(pattern);
  return compiled.ok && compiled.pattern.matches(Buffer.from(message));
}

test.each([
  ['^ERROR', true],
  ['refused$', true],
  ['pool\\s+at', true],
  ['(?m)^Caused', true],
  ['(?s)pool.*refused', true],
  ['^Caused', false],
  ['pool$', false],
  ['pool.*refused', false],
])('%s sees joined lines in a message as a rule sees them in a log: %s', (pattern, expected) => {
  expect(isMatch(pattern, TRACE)).toBe(expected);
});
