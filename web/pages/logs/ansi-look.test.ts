import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AnsiLook, lookAfter, PLAIN } from './ansi-look.ts';

const RED = { hue: 27, chroma: 0.11 };
const BRIGHT_RED = { hue: 27, chroma: 0.15 };
const GREEN = { hue: 150, chroma: 0.11 };

const after = (...codes: readonly string[]): AnsiLook =>
  JSON.parse(JSON.stringify(codes.reduce((look, each) => lookAfter(look, each), PLAIN)));

test.each([
  [['1;31'], { weight: 'bold', ink: RED }],
  [['1;32', '39'], { weight: 'bold' }],
  [['1;32', '22'], { ink: GREEN }],
  [['2;91'], { weight: 'dim', ink: BRIGHT_RED }],
  [['97;41'], { ink: 'plain', ground: RED }],
  [['107;30', '49'], { ink: 'soft' }],
  [['107;90'], { ink: 'soft', ground: 'plain' }],
  [['42;101', '49;92'], { ink: { hue: 150, chroma: 0.15 } }],
  [['31;7', '27'], { ink: RED }],
  [['1;31;42;7', ''], {}],
  [['1;31;42;7', '0'], {}],
  [['3;4;9;38.5;98;108;58;5;31'], {}],
])('after %j text looks like %j', (codes, look) => {
  expect(after(...codes)).toEqual(look);
});

test.each([
  ['38;5;1', { ink: RED }],
  ['48;5;9', { ground: BRIGHT_RED }],
  ['38;5;196', { ink: { hue: 29, chroma: 0.15 } }],
  ['38;5;232;1', { ink: 'soft', weight: 'bold' }],
  ['38;5;255', { ink: 'plain' }],
  ['38;2;0;0;255', { ink: { hue: 264, chroma: 0.15 } }],
  ['38;2;;255;', { ink: { hue: 142, chroma: 0.15 } }],
  ['38;2;90;75;75', { ink: 'soft' }],
  ['1;48;2;40;40;40;31', { weight: 'bold', ground: 'soft', ink: RED }],
  ['38:5:1', { ink: RED }],
  ['38:2:0:0:255', { ink: { hue: 264, chroma: 0.15 } }],
  ['38:2::0:0:255;1', { ink: { hue: 264, chroma: 0.15 }, weight: 'bold' }],
])('of a mixed colour, as in %s, are kept the hue and how colourful it is', (codes, look) => {
  expect(after(codes)).toEqual(look);
});

test.each(['38', '38;5', '38;5;256', '38;5;-1', '38;5;1.5', '38;2;1', '38;2;1;2;999', '38;9;1', '38:5', '48;5;x'])(
  'a colour that is none, as in %s, changes nothing else',
  (codes) => expect(after('31;1', codes)).toMatchObject({ ink: RED }),
);

test('whatever the codes are, all that is kept of a colour is a word, or numbers within their bounds', () => {
  const code = fc.oneof(fc.constantFrom('38', '48', '5', '2', ''), fc.integer({ min: -5, max: 300 }).map(String));
  const codes = fc.array(code, { maxLength: 12 }).chain((all) => fc.constantFrom(all.join(';'), all.join(':')));
  fc.assert(
    fc.property(codes, (text) => {
      const { ink, ground } = lookAfter(PLAIN, text);
      for (const colour of [ink, ground]) {
        if (colour === undefined) continue;
        if (typeof colour === 'string') expect(['soft', 'plain']).toContain(colour);
        else
          expect([colour.hue >= 0, colour.hue < 360, colour.chroma >= 0, colour.chroma <= 0.15]).not.toContain(false);
      }
    }),
  );
});
