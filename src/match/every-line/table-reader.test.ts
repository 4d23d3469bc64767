import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../bench/match/random.ts';
import { arbitraryPattern, arbitraryText } from '../../../test/support/arbitrary-pattern.ts';
import { kernelText } from '../../../test/support/kernel-text.ts';
import { programOf } from '../../../test/support/programs.ts';
import { RandomPatterns } from '../../../test/support/random-patterns.ts';
import { CacheBudget } from '../automaton/cache-budget.ts';
import { CombinedDfa } from '../automaton/combined-dfa.ts';
import type { DfaOptions } from '../automaton/dfa-cache.ts';
import { compileRule } from '../compile-rule.ts';
import { createKernel } from '../wasm/create-kernel.ts';
import type { Kernel } from '../wasm/kernel.ts';
import { FIRST_ROW, MARKED_ROWS, TEXT } from '../wasm/layout.ts';
import { readEachLine } from './line-text.ts';
import { divideTable, type Region } from './table/region.ts';
import { TableReader } from './table-reader.ts';

const KERNELS: Readonly<Record<'wasm' | 'twin', Kernel>> = { wasm: createKernel('wasm'), twin: createKernel('twin') };
const [WHOLE] = divideTable([1]);

/** Room for hardly more than the rows of four parts, so that it is emptied again and again. */
const TINY: Region = {
  plain: { first: FIRST_ROW + 100, end: FIRST_ROW + 148 },
  marked: { first: MARKED_ROWS + 100, end: MARKED_ROWS + 148 },
};

const compiles = (pattern: string): boolean => compileRule({ pattern }).ok;

/** Line and pattern, in order, each once. */
function inOrder(found: readonly (readonly [start: number, behind: number, pattern: number])[]): string[] {
  const sorted = found.toSorted((a, b) => a[0] - b[0] || a[2] - b[2]);
  return [...new Set(sorted.map(([start, behind, pattern]) => `${start - TEXT}-${behind - TEXT} ${pattern}`))];
}

/** What the automaton alone finds, line by line, in a table that nothing interrupts. */
function expected(patterns: readonly string[], text: Uint8Array, lineStarts?: Int32Array): string[] {
  const found: [number, number, number][] = [];
  const judge = new CombinedDfa(patterns.map(programOf));
  readEachLine(judge, kernelText(KERNELS.twin, text, lineStarts), (pattern, start, behind) =>
    found.push([start, behind, pattern]),
  );
  return inOrder(found);
}

interface Way {
  readonly patterns: readonly string[];
  readonly kernel: Kernel;
  readonly options?: DfaOptions;
  readonly region?: Region | undefined;
}

/** A reader that remembers from text to text. */
function readerOf({ patterns, kernel, options, region = WHOLE }: Way) {
  const dfa = new CombinedDfa(patterns.map(programOf), options);
  const reader = new TableReader(dfa);
  const read = (text: Uint8Array, lineStarts?: Int32Array): string[] => {
    const found: [number, number, number][] = [];
    reader.read(kernelText(kernel, text, lineStarts), region, (pattern, start, behind) => {
      // Frames are read as well as their heads; whoever listens leaves those out.
      if (lineStarts === undefined || lineStarts.includes(start - TEXT)) found.push([start, behind, pattern]);
    });
    return inOrder(found);
  };
  return { dfa, reader, read };
}

/** A line of a and b that asks for a new state at nearly every byte of patterns that count what lies behind. */
const noise = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => random.pick(['a', 'b'])).join(''));

describe.each(['wasm', 'twin'] as const)('every line read by the table of the kernel in %s', (form) => {
  const kernel = KERNELS[form];

  test.each([
    ['with room for all', {}, WHOLE],
    ['with a table that is emptied again and again', {}, TINY],
    ['with an automaton that forgets and gives up', { maxBytes: 2500 }, WHOLE],
    ['with both', { maxBytes: 2500 }, TINY],
  ] as const)('has the matches that the automaton finds line by line, %s', (_, options, region) => {
    let matches = 0;
    const property = fc.property(
      fc.array(arbitraryPattern.filter(compiles), { minLength: 1, maxLength: 7 }),
      fc.array(arbitraryText, { minLength: 1, maxLength: 3 }),
      (patterns, texts) => {
        const { read } = readerOf({ patterns, kernel, options, region });
        for (const text of [...texts, Buffer.concat(texts)]) {
          const wanted = expected(patterns, text);
          expect(read(text)).toEqual(wanted);
          matches += wanted.length;
        }
      },
    );
    fc.assert(property, { numRuns: 50, seed: 5 });
    expect(matches).toBeGreaterThan(500);
  });

  test('has them for many patterns over invalid text, cut anywhere', () => {
    const random = new RandomPatterns(11);
    let [matches, byTable] = [0, 0];
    for (let round = 0; round < 12; round++) {
      const patterns = Array.from({ length: 6 }, () => random.pattern()).filter(compiles);
      const lines = Array.from({ length: 150 }, (_, i) => [
        ...random.line({ broken: i % 2 === 0 }).filter((byte) => byte !== 10),
        ...(i % 3 === 0 ? [13, 10] : [10]),
      ]);
      const text = Buffer.from(lines.flat());
      const { reader, read } = readerOf({ patterns, kernel, region: round % 2 === 0 ? WHOLE : TINY });
      if (reader.usesTable) byTable++;
      for (let from = 0; from < text.length; ) {
        const part = text.subarray(from, from + 1 + random.below(1500));
        const wanted = expected(patterns, part);
        expect(read(part)).toEqual(wanted);
        matches += wanted.length;
        from += part.length;
      }
    }
    expect(matches).toBeGreaterThan(1000);
    expect(byTable).toBeGreaterThan(4);
  });

  test('knows a carriage return before the line feed as no part of the line, and every other one as a character', () => {
    const patterns = ['a$', 'a\\r', '\\r$', 'a.b', '^$', '\\r\\rb', 'x'];
    for (const all of [patterns, ...patterns.map((pattern) => [pattern])]) {
      const text = Buffer.from('a\r\na\r\r\na\rb\n\r\n\r\n\na\r\rb\r\nxa\r');
      expect(readerOf({ patterns: all, kernel }).read(text)).toEqual(expected(all, text));
    }
  });

  test('has the matches of frames where their lines begin', () => {
    const patterns = ['^$', 'a', 'head'];
    const text = Buffer.from('head a\na line\nhead\nanother\nhead a\n\n');
    const starts = Int32Array.from([7, 19, 34]);
    const wanted = ['7-13 1', '19-26 1', '34-34 0'];
    expect(expected(patterns, text, starts)).toEqual(wanted);
    expect(readerOf({ patterns, kernel }).read(text, starts)).toEqual(wanted);
  });

  test('goes on behind whatever interrupts it in the middle of long lines', () => {
    const random = new Random(3);
    const patterns = ['a[ab]{12}b[ab]{3}a', 'b[ab]{14}bb', 'abba$', '^ab'];
    const text = Buffer.concat(Array.from({ length: 9 }, (_, i) => [noise(random, 300 * i), Buffer.from('\n')]).flat());
    const wanted = expected(patterns, text);
    const { dfa, read } = readerOf({ patterns, kernel, options: { maxBytes: 40_000 }, region: TINY });
    for (let time = 0; time < 4; time++) expect(read(text)).toEqual(wanted);
    expect(dfa.giveUps).toBeGreaterThan(0);
    expect(wanted.length).toBeGreaterThan(10);
  });

  test('has the matches where the table is too small for the states at hand, which stay the same meanwhile', () => {
    const random = new Random(5);
    // Which one of the two it is shows at the end of each line only.
    const patterns = ['a[ab]{6}c', 'b[ab]{6}c'];
    const text = Buffer.concat(Array.from({ length: 60 }, () => [noise(random, 150), Buffer.from('c\n')]).flat());
    const { dfa, read } = readerOf({ patterns, kernel, region: TINY });
    expect(read(text)).toEqual(expected(patterns, text));
    expect([dfa.giveUps, dfa.stateCount > 60]).toEqual([0, true]);
  });

  test('ends when what was found is enough', () => {
    const text = Buffer.from('a match\n'.repeat(20_000));
    const { reader } = readerOf({ patterns: ['match', 'never'], kernel });
    for (const region of [WHOLE, undefined]) {
      let count = 0;
      reader.read({ ...kernelText(kernel, text), isEnough: () => count > 0 }, region, () => count++);
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThan(9000);
    }
  });

  test('has the matches when whoever hears of them makes the automaton forget its states', () => {
    const budget = new CacheBudget(20_000);
    const hungry = new CombinedDfa([programOf('a[ab]{20}c')], { maxBytes: 50_000, budget });
    const patterns = ['ab', 'ba{3}b', 'c.c', 'd$', 'e'];
    const dfa = new CombinedDfa(patterns.map(programOf), { maxBytes: 50_000, budget });
    const reader = new TableReader(dfa);
    const random = new Random(9);
    const text = Buffer.concat(Array.from({ length: 3000 }, () => [noise(random, 40), Buffer.from('cbcd\n')]).flat());
    const found: [number, number, number][] = [];
    const generations = new Set<number>();
    reader.read(kernelText(kernel, text), WHOLE, (pattern, start, behind) => {
      found.push([start, behind, pattern]);
      if (found.length % 500 === 0) {
        const line = noise(random, 900);
        hungry.match(line, 0, line.length);
      }
      generations.add(dfa.cache.transitions.generation);
    });
    expect(inOrder(found)).toEqual(expected(patterns, text));
    expect(generations.size).toBeGreaterThan(2);
  });

  test('hears of a pattern that matches at every byte once a line, and of more matches than its lists hold', () => {
    const patterns = ['a.*', 'b', 'c', 'd', 'e', '.*'];
    const text = Buffer.from('xabacadae\n'.repeat(4000));
    const counts = patterns.map(() => 0);
    const { reader } = readerOf({ patterns, kernel });
    reader.read(kernelText(kernel, text), WHOLE, (pattern) => {
      counts[pattern] = (counts[pattern] ?? 0) + 1;
    });
    expect(counts).toEqual([4000, 4000, 4000, 4000, 4000, 4000]);
  });
});

test('a line of a megabyte is read in time that grows no faster than the line, whatever interrupts it', () => {
  const patterns = ['a[ab]{18}b', 'b[ab]{17}aba'];
  const microseconds = (length: number): number => {
    const random = new Random(4);
    const { read } = readerOf({ patterns, kernel: KERNELS.wasm, options: { maxBytes: 200_000 } });
    const text = Buffer.concat(Array.from({ length: 5 }, () => [noise(random, length), Buffer.from('\n')]).flat());
    const before = process.cpuUsage();
    read(text);
    return process.cpuUsage(before).user;
  };
  microseconds(10_000);
  // Eight times the line, and twice as much again for a busy machine; what grows with the square would take sixty times as long.
  expect(microseconds(160_000)).toBeLessThan(20 * microseconds(20_000));
});
