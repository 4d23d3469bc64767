import { expect, test } from 'vitest';
import { programOf } from '../../../test/support/programs.ts';
import type { Program } from '../program/program.ts';
import { buildAlphabet, symbolOf } from '../text/alphabet.ts';
import { decodeLine } from '../text/utf8.ts';
import { Simulation } from './simulation.ts';
import { Stepper } from './stepper.ts';

/** After how many characters, the end being one more, the patterns were found to match. */
function foundAfter(program: Program, text: string): number[] {
  const stepper = new Stepper(program);
  const alphabet = buildAlphabet(program.code.classes);
  let [here, there] = [stepper.newSet(), stepper.newSet()];
  const symbols = [...text].map((character) => symbolOf(alphabet, character.codePointAt(0) ?? 0));
  return [...symbols, program.symbolCount].flatMap((symbol, index) => {
    stepper.step(here, symbol, there);
    [here, there] = [there, here];
    return stepper.matchedCount > 0 ? index + 1 : [];
  });
}

test('a match is found with its last character, and with every later one that ends a match too', () => {
  expect(foundAfter(programOf('ab+'), 'xabbxab')).toEqual([3, 4, 7]);
});

test('a match that needs the end is found there', () => {
  expect(foundAfter(programOf('b$'), 'bab')).toEqual([4]);
});

test('text of more than 32 positions moves from word to word', () => {
  const text = 'abcdefghij'.repeat(10);
  expect(foundAfter(programOf(text), `xx${text}x`)).toEqual([102]);
  expect(foundAfter(programOf('a{70}b'), `${'a'.repeat(75)}b`)).toEqual([76]);
});

test('nothing is alive behind the start of a pattern that is anchored there', () => {
  const stepper = new Stepper(programOf('^ab'));
  const [here, there] = [stepper.newSet(), stepper.newSet()];
  expect(stepper.isDead(here)).toBe(false);
  stepper.step(here, stepper.program.decoder.invalidSymbol, there);
  expect(stepper.isDead(there)).toBe(true);
});

test('under (?m) a start may come again, so that nothing is ever dead', () => {
  const stepper = new Stepper(programOf('(?m)^ab'));
  const [here, there] = [stepper.newSet(), stepper.newSet()];
  stepper.step(here, stepper.program.decoder.invalidSymbol, there);
  expect(stepper.isDead(there)).toBe(false);
});

test('threads that a match would have that begins here are left out, so that they make no state of their own', () => {
  const stepper = new Stepper(programOf('a*b'));
  const [here, there] = [stepper.newSet(), stepper.newSet()];
  const symbol = symbolOf(buildAlphabet(stepper.program.code.classes), 97);
  stepper.step(here, symbol, there);
  expect([...there.words]).toEqual([0]);
});

test('rows of bits stay within their bound, and what is made anew is the same', () => {
  const program = programOf([...'abcdefghijklmnopqrstuvwxyz'].map((letter) => `${letter}.{40}${letter}`).join('|'));
  const [bounded, free] = [new Stepper(program, { maxRowBytes: 4000 }), new Stepper(program)];
  let [here, there] = [bounded.newSet(), bounded.newSet()];
  let [hereFree, thereFree] = [free.newSet(), free.newSet()];
  for (let step = 0; step < 300; step++) {
    const symbol = (step * 7 + (step >> 3)) % program.symbolCount;
    bounded.step(here, symbol, there);
    free.step(hereFree, symbol, thereFree);
    [here, there, hereFree, thereFree] = [there, here, thereFree, hereFree];
    expect(here.words).toEqual(hereFree.words);
    expect(bounded.matchedCount).toBe(free.matchedCount);
    expect(bounded.rowBytes).toBeLessThanOrEqual(4000);
  }
  expect(free.rowBytes).toBeGreaterThan(4000);
  free.forgetRows();
  expect(free.rowBytes).toBe(0);
});

test('a simulation reads characters and invalid bytes as the text of the line has them', () => {
  const lines = [[0x61], [0xe2, 0x82, 0xac], [0xe2, 0x82], [0xf0, 0x9f, 0x98, 0x61], [0xfe, 0xc3, 0xa9]];
  for (const bytes of lines.map((line) => Uint8Array.from(line))) {
    const characters = [...decodeLine(bytes)].length;
    for (let count = 1; count < 6; count++) {
      const stepper = new Stepper(programOf(`^.{${count}}$`));
      let found = false;
      new Simulation(stepper).run(stepper.newSet(), { bytes, from: 0, end: bytes.length }, () => {
        found = true;
        return true;
      });
      expect(found, `${bytes} as ${count}`).toBe(count === characters);
    }
  }
});
