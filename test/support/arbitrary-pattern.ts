// Random patterns, lines and texts, small enough that they meet: a pattern that matches nothing tests nothing.
import fc from 'fast-check';

const ATOMS = [
  'a',
  'b',
  'k',
  's',
  'é',
  '-',
  ' ',
  '1',
  '.',
  '\\d',
  '\\w',
  '\\s',
  '\\W',
  '[ab]',
  '[^a]',
  '[k-s]',
  '[é-ü]',
  'ab',
  'sk1',
  '\\x{fffd}',
];
const EDGES = ['^', '$', '\\b', '\\B', '\\A', '\\z'];
const REPEATS = ['', '', '', '', '?', '*', '+', '{2}', '{1,3}', '{0}', '+?'];

/** A pattern in RE2 syntax with every kind of node in it, over the alphabet of \`arbitraryLine\`. */
export const arbitraryPattern: fc.Arbitrary<string> = fc.letrec<{ pattern: string; concat: string; item: string }>(
  (tie) => ({
    pattern: fc.array(tie('concat'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('|')),
    concat: fc.array(tie('item'), { minLength: 1, maxLength: 5 }).map((parts) => parts.join('')),
    item: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc
        .tuple(fc.constantFrom(...ATOMS), fc.constantFrom(...REPEATS))
        .map(([atom, repeat]) =>
          atom.length > 1 && repeat && !/^[\\[]/.test(atom) ? `(?:${atom})${repeat}` : atom + repeat,
        ),
      fc.constantFrom(...EDGES),
      fc
        .tuple(fc.constantFrom('(?:', '(', '(?i:', '(?i:', '(?s:'), tie('pattern'), fc.constantFrom(...REPEATS))
        .map(([open, body, repeat]) => `${open}${body})${repeat}`),
    ),
  }),
).pattern;

const PIECES = [
  'a',
  'b',
  'k',
  's',
  'A',
  'K',
  'S',
  'é',
  'É',
  '\u212a',
  '\u017f',
  '-',
  ' ',
  '1',
  '.',
  '_',
  'ab',
  'sk1',
  '\r',
  '\ufffd',
].map((text) => Buffer.from(text));
const BROKEN = [Buffer.of(0xc3), Buffer.of(0xe2, 0x84), Buffer.of(0xff), Buffer.of(0x80)];

/** The bytes of a line, mostly UTF-8. */
export const arbitraryLine: fc.Arbitrary<Buffer> = fc
  .array(fc.constantFrom(...PIECES, ...PIECES, ...BROKEN), { maxLength: 24 })
  .map((pieces) => Buffer.concat(pieces));

/** Lines in a row, each with its `\n`, but not always the last. */
export const arbitraryText: fc.Arbitrary<Buffer> = fc
  .tuple(fc.array(arbitraryLine, { maxLength: 12 }), fc.boolean())
  .map(([lines, whole]) => {
    const text = Buffer.concat(lines.flatMap((line) => [line, Buffer.of(10)]));
    return whole ? text : text.subarray(0, -1);
  });
