import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryLine, arbitraryPattern } from '../../../test/support/arbitrary-pattern.ts';
import { RandomPatterns } from '../../../test/support/random-patterns.ts';
import { LazyDfa } from '../automaton/lazy-dfa.ts';
import { compileProgram } from '../program/program.ts';
import { parsePattern } from '../syntax/parse.ts';
import { type Clue, cluesOf } from './clue.ts';
import { gramCount } from './grams.ts';
import type { Row } from './slices.ts';

function compile(text: string): { dfa: LazyDfa; clues: Clue[] } | undefined {
  const parsed = parsePattern(text);
  if (!parsed.ok) return undefined;
  return { dfa: new LazyDfa(compileProgram(parsed.pattern)), clues: cluesOf(parsed.pattern.root) };
}

/** The texts of a clue's rows where they are plain; a set of several bytes is shown in brackets. */
function shown(pattern: string): string[] {
  const clues = compile(pattern)?.clues ?? [];
  return clues.map((clue) =>
    clue.map((slices) => slices.map((rows) => rows.map(showRow).join('/')).join('&')).join('|'),
  );
}

const showRow = (row: Row): string =>
  row
    .map((set) => (set.length === 1 ? String.fromCharCode(set[0] ?? 0) : set.length === 256 ? '?' : `[${set.length}]`))
    .join('');

function occurs(row: Row, text: Uint8Array): boolean {
  for (let at = 0; at + row.length <= text.length; at++) {
    if (row.every((set, i) => set.includes(text[at + i] ?? 0))) return true;
  }
  return false;
}

const found = (clue: Clue, text: Uint8Array): boolean =>
  clue.some((alternative) => alternative.every((slice) => slice.some((row) => occurs(row, text))));

describe('the clues of a pattern', () => {
  test('occur in every line that the pattern matches, whatever its bytes and its line end', () => {
    let matched = 0;
    let missed = '';
    const property = fc.property(
      arbitraryPattern,
      fc.array(arbitraryLine, { minLength: 8, maxLength: 8 }),
      fc.boolean(),
      (pattern, lines, crlf) => {
        const rule = compile(pattern);
        if (rule === undefined) return;
        for (const line of lines) {
          const end = line.at(-1) === 13 ? line.length - 1 : line.length;
          if (!rule.dfa.test(line, 0, crlf ? line.length : end)) continue;
          matched++;
          // Before the line a `\n` stands, and behind it `\n` or `\r\n`; a clue of three bytes may want one byte more.
          const text = Buffer.concat([Buffer.from('\n\n'), line, Buffer.from(crlf ? '\r\n' : '\n')]);
          missed ||= rule.clues.some((clue) => !found(clue, text)) ? `${pattern} in ${text.toString('latin1')}` : '';
        }
        expect(missed).toBe('');
      },
    );
    fc.assert(property, { numRuns: 600, seed: 1 });
    expect(matched).toBeGreaterThan(600);
  });

  test('occur in every matching line for patterns of every feature of the language', () => {
    const random = new RandomPatterns(20261121);
    let matched = 0;
    let missed = '';
    for (let i = 0; i < 700; i++) {
      const pattern = random.pattern();
      const rule = compile(pattern);
      for (let lines = 0; rule && lines < 12; lines++) {
        const line = random.line({ broken: lines % 2 === 0 });
        if (!rule.dfa.test(line, 0, line.length)) continue;
        matched++;
        const text = Buffer.concat([Buffer.from('\n\n'), line, Buffer.from('\n')]);
        missed ||= rule.clues.some((clue) => !found(clue, text)) ? `${pattern} in ${text.toString('latin1')}` : '';
      }
    }
    expect(missed).toBe('');
    expect(matched).toBeGreaterThan(1000);
  });

  test('are the literal text, with the line feed that an anchor knows of', () => {
    expect(shown('^panic: ')[0]).toBe('\npanic: ');
    expect(shown('EOF$')[0]).toBe('EOF[2]');
  });

  test('multiply alternatives out', () => {
    expect(shown('(?:Liveness|Readiness) probe')[0]).toBe('Liveness probe|Readiness probe');
  });

  test('reach over repetitions by what these begin and end with', () => {
    expect(shown('id=\\d+;end')).toContain('[10];end');
    expect(shown('id=\\d+;end')).toContain('id=[10]');
  });

  test('know what a word boundary has on its other side', () => {
    expect(shown('\\bOOM\\b')[0]).toMatch(/^\[\d+\]OOM\[\d+\]$/);
  });

  test('know nothing of what stands beside a word boundary where the text itself begins or ends with no word', () => {
    for (const [pattern, line] of [
      ['\\b-connection', 'x-connection'],
      ['connection-\\b', 'connection-x'],
      ['\\b(?:-|x)connection', 'y-connection'],
      ['\\b[^a]connection', 'y-connection'],
    ] as const) {
      const rule = compile(pattern);
      expect(rule?.dfa.test(Buffer.from(line), 0, line.length), pattern).toBe(true);
      for (const clue of rule?.clues ?? []) expect(found(clue, Buffer.from(`\n${line}\n`)), pattern).toBe(true);
    }
  });

  test('hold k and s under (?i) in each of their three forms', () => {
    const text = (line: string): Uint8Array => Buffer.from(`\n${line}\n`);
    const clue = compile('(?i)disk')?.clues[0] ?? [];
    for (const line of ['disk', 'DISK', 'di\u017fk', 'DIS\u212a', 'di\u017f\u212a'])
      expect(found(clue, text(line))).toBe(true);
    expect(found(clue, text('dixk'))).toBe(false);
  });

  test('stay few and short, whatever the pattern, so that choosing windows is bounded', () => {
    const worst = [
      `(?i)${'sk'.repeat(500)}`,
      `(?i)(?:${['kiss', 'sketch', 'risk', 'task', 'disk', 'mask'].join('s|')}) (?:kkss|sskk|skis|kicks)`,
      `(?:${[...'abcdefghij'].map((letter) => `${letter}[a-e]{9}`).join('|')})`,
      '[éèêë]{9}x',
      '(?i)session lost its lock on (?:peer|replica) \\S+',
    ];
    for (const pattern of worst) {
      const rows = compile(pattern)?.clues.flat(3) as Row[];
      expect(rows.length, pattern).toBeLessThanOrEqual(96);
      expect(rows.flatMap((row) => row.map((_, at) => gramCount(row, at))).reduce((a, b) => a + b, 0)).toBeLessThan(
        8193,
      );
    }
  });

  test('cover all of a text with several forms, each slice long enough for a window', () => {
    const [clue] = compile('(?i)session lost its lock on the primary')?.clues ?? [];
    const texts = clue?.[0]?.map((rows) => showRow(rows[0] ?? [])) ?? [];
    expect(texts.length).toBeGreaterThan(1);
    expect(Math.max(...texts.map((text) => text.length))).toBeGreaterThan(11);
  });

  test('of a long literal cost no more than a few times what reading it costs, and are pieces from far into it', () => {
    const literal = Array.from({ length: 2048 }, (_, i) => 'abcdefghijklmnopqrstuvw '[(i * i + (i >> 4)) % 24]).join(
      '',
    );
    const microseconds = (work: () => unknown): number => {
      const before = process.cpuUsage();
      for (let again = 0; again < 20; again++) work();
      return process.cpuUsage(before).user;
    };
    const parsed = parsePattern(literal);
    if (!parsed.ok) throw new Error(parsed.fault.message);
    const ratios = Array.from(
      { length: 5 },
      () =>
        microseconds(() => cluesOf(parsed.pattern.root)) /
        microseconds(() => parsePattern(literal) && compileProgram(parsed.pattern)),
    );
    expect(Math.min(...ratios)).toBeLessThan(4);
    const pieces = shown(literal).map((piece) => literal.indexOf(piece));
    expect(Math.min(...pieces)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...pieces)).toBeGreaterThan(64);
  });

  test('are none where a pattern fixes no text', () => {
    expect(shown('.*')).toEqual([]);
    expect(shown('[^a]+')).toEqual([]);
  });
});
