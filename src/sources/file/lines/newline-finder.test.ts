import { afterEach, describe, expect, test, vi } from 'vitest';
import { type NewlineFinder, newlineFinder } from './newline-finder.ts';
import { MOST_ENDS, MOST_TEXT } from './newlines-layout.ts';

afterEach(() => void vi.unstubAllGlobals());

function withoutWebAssembly(): NewlineFinder {
  vi.stubGlobal('WebAssembly', undefined);
  return newlineFinder();
}

const found = (finder: NewlineFinder, bytes: Buffer): number[] => [...finder.ends.subarray(0, finder.find(bytes))];

/** Lines of so many bytes each, their `\n` included. */
const linesOf = (...lengths: readonly number[]): Buffer =>
  Buffer.from(lengths.map((length) => `${'x'.repeat(length - 1)}\n`).join(''));

describe.each([
  ['in WebAssembly', newlineFinder],
  ['without WebAssembly', withoutWebAssembly],
])('ends of lines, %s', (_, make) => {
  test('are found wherever they lie in a vector, and in text that is none of its own', () => {
    const finder = make();
    for (let first = 1; first <= 40; first++)
      expect(found(finder, linesOf(first, 1, 1, 17, 64).subarray(0, -1))).toEqual([
        ...[first - 1, first, first + 1, first + 18],
      ]);
  });

  test('are found on both sides of where one piece of the text ends and the next begins', () => {
    for (const first of [MOST_TEXT - 1, MOST_TEXT, MOST_TEXT + 1, 3 * MOST_TEXT])
      expect(found(make(), linesOf(first, 1, 5))).toEqual([first - 1, first, first + 5]);
  });

  test('are not those of a longer text before', () => {
    const finder = make();
    finder.find(Buffer.alloc(100, '\n'));
    expect(found(finder, Buffer.from('ab\ncd'))).toEqual([2]);
    expect(found(finder, Buffer.alloc(0))).toEqual([]);
  });

  test('are as many as there is room for', () => {
    const finder = make();
    expect(finder.find(Buffer.alloc(MOST_ENDS + 100, '\n'))).toBe(MOST_ENDS);
    expect(finder.ends.at(-1)).toBe(MOST_ENDS - 1);
    expect(finder.find(Buffer.alloc(MOST_ENDS, '\n'))).toBe(MOST_ENDS);
  });
});

test.each([
  ['its instructions are not known', 'Module', WebAssembly.CompileError],
  ['there is no memory for it', 'Memory', RangeError],
])('lines are found without WebAssembly where %s', (_, part, fault) => {
  class Refusing {
    constructor() {
      throw new fault('not to be had');
    }
  }
  const { Module, Instance, Memory, CompileError } = WebAssembly;
  vi.stubGlobal('WebAssembly', { Module, Instance, Memory, CompileError, [part]: Refusing });
  expect(found(newlineFinder(), Buffer.from('a\n\nb'))).toEqual([1, 2]);
});
