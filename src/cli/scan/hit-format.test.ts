import { describe, expect, test } from 'vitest';
import { CaptureReader } from '../../match/captures/captures.ts';
import { compileRule } from '../../match/compile-rule.ts';
import {
  colourFormat,
  colourlessFormat,
  type FoundHit,
  type HitFormat,
  jsonFormat,
  plainFormat,
} from './hit-format.ts';

function hitOf(pattern: string, line: string | Uint8Array): FoundHit {
  const compiled = compileRule({ pattern });
  if (!compiled.ok) throw new Error(compiled.fault.message);
  return {
    rule: { name: 'r', severity: 'warn', pattern, compiled: compiled.rule },
    file: undefined,
    line: 7,
    bytes: Buffer.from(line),
  };
}

const capturesOf = ({ compiled }: FoundHit['rule']) => new CaptureReader(compiled.automaton.pattern);

const FORMATS: readonly (readonly [name: string, format: HitFormat])[] = [
  ['json', jsonFormat(capturesOf)],
  ['plain', plainFormat],
  ['colour', colourFormat(capturesOf)],
  ['colourless', colourlessFormat],
];

describe('a hit', () => {
  test.each(FORMATS)('on a line of any length is printed in pieces: %s', (_, format) => {
    const line = Buffer.concat([Buffer.alloc(3_000_001, 'é'), Buffer.from('code 503'), Buffer.alloc(1_000_000, 0)]);
    const pieces = [...format(hitOf('code (\\d+)', line))];
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(6 * 65_536);
    expect(pieces.join('')).toContain('é'.repeat(1_500_000));
  });

  test('goes to a pipe with the bytes that its line has, also where they are no UTF-8', () => {
    const line = Buffer.from(`caf\u00e9 ${'x'.repeat(100_000)} stra\u00dfe code 503`, 'latin1');
    const pieces = [...plainFormat(hitOf('code', line))];
    expect(Buffer.concat(pieces.map((piece) => Buffer.from(piece)))).toEqual(
      Buffer.concat([Buffer.from('7: r: '), line, Buffer.from('\n')]),
    );
  });

  test('as JSON is what JSON.stringify makes of it, across the ends of pieces', () => {
    const text = `"${'\u0001😀é'.repeat(20_000)}x=1`;
    const printed = [...jsonFormat(capturesOf)(hitOf('(?P<a>x)=(1)|(z)', text))].join('');
    const start = text.length - 3;
    const captures = { a: 'x', $2: '1', $3: '' };
    const expected = { line: 7, rule: 'r', severity: 'warn', text, start, end: start + 3, captures };
    expect(printed).toBe(`${JSON.stringify(expected)}\n`);
  });

  test('whose captures are given up says so as null, and is not marked', () => {
    const hit = hitOf('(x{1,500}){1,2}y', `${'x'.repeat(1_000_000)}y`);
    expect([...jsonFormat(capturesOf)(hit)].join('')).toMatch(/y","start":null,"end":null,"captures":null\}\n$/);
    expect([...colourFormat(capturesOf)(hit)].join('')).not.toContain('\u001b[1;31m');
  });
});
