import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseYaml, type YamlPath } from './yaml-document.ts';

function read(text: string) {
  const result = parseYaml(text);
  if (!result.ok) throw new Error(JSON.stringify(result.faults));
  return result.document;
}

function faultsOf(text: string): readonly string[] {
  const result = parseYaml(text);
  return result.ok ? [] : result.faults.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

const DOCUMENT = `# rules
port: 80
rules:
  - name: a
    pattern: x
  - { name: b, streams: [stdout, stderr] }
same: &s
  deep: 1
again: *s
`;

describe('a YAML document', () => {
  test('gives plain values', () => {
    expect(read('a: 1\nb: [x, true, null, 1.5]\nc: {d: "e"}\n').data).toEqual({
      a: 1,
      b: ['x', true, null, 1.5],
      c: { d: 'e' },
    });
    expect(read('# nothing\n').data).toBeUndefined();
    expect(read('on: yes\n').data).toEqual({ on: 'yes' });
  });

  test.each<[YamlPath, string]>([
    [['port'], '2:1'],
    [['rules', 0, 'pattern'], '5:5'],
    [['rules', 1], '6:5'],
    [['rules', 1, 'streams', 1], '6:34'],
    [['rules', 7, 'x'], '3:1'],
    [['again', 'deep'], '8:3'],
    [['nowhere'], '2:1'],
    [[], '2:1'],
  ])('knows where %j stands, or the nearest place above it', (path, place) => {
    const { line, column } = read(DOCUMENT).positionOf(path);
    expect(`${line}:${column}`).toBe(place);
  });

  test('is refused with the place of each fault', () => {
    expect(faultsOf('a: 1\nb: 2\na: 3\n')).toEqual(['3:1 "a" stands here twice']);
    expect(faultsOf('a: !shell rm\n')).toEqual(['1:4 a tag stands here; only plain values are allowed']);
    expect(faultsOf('a: !!binary aGk=\n')[0]).toContain('1:4');
    expect(faultsOf('a: 1\n---\nb: 2\n')).toEqual(['2:1 only one document may stand in the file']);
    expect(faultsOf('[a]: 1\n')[0]).toContain('1:1');
    expect(faultsOf('a:\n\tb: 1\n')[0]).toContain('2:1');
    expect(faultsOf('a: *b\n')[0]).toContain('alias');
  });

  test.each([
    'a: !SEKRIT x',
    'a: !!SEKRIT x',
    'a: !<SEKRIT> x',
    'a: !x!SEKRIT y',
    'a: !SEKRIT! y',
    'a: !SEKRIT [x]',
    'a: !!SEKRIT {x: 1}',
    'a: *SEKRIT',
    'a: [*SEKRIT]',
    'a: &SEKRIT *SEKRIT',
    'a: |SEKRIT',
    'a: >SEKRIT x',
    'a: "x" SEKRIT',
    'a: "\\uSEKRIT"',
    'a: "\\SEKRIT"',
    'a: @SEKRIT',
    'a: `SEKRIT',
    'a: %SEKRIT',
    '%SEKRIT x\n---\na: 1',
    '%YAML SEKRIT\n---\na: 1',
    'a: [x]SEKRIT',
    'a: b: SEKRIT',
    'a: "SEKRIT',
    'a: {SEKRIT',
    'a: b\nSEKRIT',
    'a: !!int SEKRIT',
  ])('that is refused gives away no value: %j', (text) => {
    const told = faultsOf(text).join('\n');
    expect(told).not.toMatch(/S?EKRIT/);
  });

  test('that would grow, nest or weigh too much is refused', () => {
    const laughs = ['a: &a [x,x,x,x,x,x,x,x,x]'];
    for (let at = 0; at < 8; at++) {
      const [from, to] = ['abcdefgh'[at], 'bcdefghi'[at]];
      laughs.push(`${to}: &${to} [${Array(9).fill(`*${from}`).join(',')}]`);
    }
    expect(faultsOf(laughs.join('\n'))).toEqual(['4:8 its aliases repeat more than 1000 values']);
    for (const opening of ['[', '{a: '])
      expect(faultsOf(opening.repeat(50_000))).toEqual([expect.stringMatching(/^1:\d+ it is nested too deeply$/)]);
    expect(faultsOf(`a: ${'x'.repeat(1024 * 1024)}`)).toEqual(['1:1 the file is larger than 1 MiB']);
  });

  test('is read with what its aliases stand for in their places', () => {
    expect(read('a: &a [1, 2]\nb: *a\nc: {d: *a}\n').data).toEqual({ a: [1, 2], b: [1, 2], c: { d: [1, 2] } });
    expect(read('x: &x 1\ny: *x\nx2: &x 2\nz: *x\n').data).toEqual({ x: 1, y: 1, x2: 2, z: 2 });
    expect(read('? &k key\n: *k\n').data).toEqual({ key: 'key' });
    expect(read('- &a [&b 1, *b]\n- *a\n').data).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(faultsOf('a: 1\nb: &b\n  c: [*b]\n')).toEqual([
      '3:7 an alias stands in it (a value that begins with *) within what it stands for',
    ]);
  });

  test('with thousands of aliases is read in a time that grows no faster than they', () => {
    const milliseconds = (aliases: number): number => {
      const text = `a: &a x\nbig: &b [${Array(aliases).fill('*a').join(', ')}]\nc: *b\n`;
      const before = process.cpuUsage();
      expect(parseYaml(text, { mostRepeated: 4 * aliases }).ok).toBe(true);
      return process.cpuUsage(before).user / 1000;
    };
    milliseconds(2_000);
    // Sixteen times as many; looking through the document for each of them takes two hundred times as long.
    expect(milliseconds(32_000)).toBeLessThan(60 * Math.max(5, milliseconds(2_000)));
  });

  test('with many keys is read in linear time', () => {
    const text = Array.from({ length: 30_000 }, (_, at) => `k${at}: ${at}`).join('\n');
    const started = process.cpuUsage();
    read(text);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(10_000);
  });

  test('leaves the prototype alone', () => {
    expect(Object.getPrototypeOf(read('__proto__: {polluted: 1}\n').data)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  test('never throws, whatever the text', () => {
    const yamlish = fc.array(
      fc.constantFrom(
        'a',
        ':',
        ' ',
        '-',
        '\n',
        '&',
        '*',
        '[',
        ']',
        '{',
        '}',
        '!',
        '?',
        '|',
        '>',
        '"',
        "'",
        '#',
        '%',
        '\t',
        ',',
      ),
    );
    fc.assert(
      fc.property(yamlish, (parts) => {
        const result = parseYaml(parts.join(''));
        if (result.ok) result.document.positionOf(['a', 0, 'b']);
      }),
      { numRuns: 1_000 },
    );
  });
});
