import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { at, lineBatch } from '../../../test/support/line-batch.ts';
import { writePlainLines } from './plain-lines.ts';

const ESC = '\u001b';

function plain(...texts: readonly string[]): string[] {
  const batch = lineBatch(texts.map((text, i) => ({ text, at: at(i) })));
  // What lay in the buffer before must not shine through.
  const { text, starts } = writePlainLines(batch, new Uint8Array(batch.length + 9).fill(0x1b));
  return Array.from({ length: batch.count }, (_, line) => {
    const behind = starts[line + 1] ?? text.length;
    return Buffer.from(text.subarray(starts[line], behind)).toString('utf8').replace(/\n$/, '');
  });
}

describe('lines as patterns see them', () => {
  test.each([
    ['colours', `${ESC}[1;31mERROR${ESC}[0m disk`, 'ERROR disk'],
    ['moves of the cursor', `a${ESC}[2K${ESC}[1Gb`, 'ab'],
    ['a link', `see ${ESC}]8;;http://x/${ESC}\\here${ESC}]8;;\u0007.`, 'see here.'],
    ['a character set', `${ESC}(Btext${ESC}7`, 'text'],
    ['a sequence in the midst of a character of several bytes', `h${ESC}[1mé${ESC}[mß`, 'héß'],
  ])('are without %s', (_, text, expected) => expect(plain(text)).toEqual([expected]));

  test.each([
    ['at the end', `end ${ESC}`],
    ['that begins no sequence', `a${ESC}\tb`],
    ['of a sequence that the line cuts', `a${ESC}[1;3`],
    ['of a title without an end', `a${ESC}]0;title`],
    ['of a title with another sequence in it', `a${ESC}]0;t${ESC}`],
  ])('keep an escape character %s', (_, text) => expect(plain(text, 'next')).toEqual([text, 'next']));

  test('begin where they did, with no list of their own, where there is nothing to leave out', () => {
    const batch = lineBatch([{ text: 'plain', at: at(0) }]);
    const { text, starts } = writePlainLines(batch, new Uint8Array(100));
    expect(starts).toBe(batch.starts);
    expect(Buffer.from(text).toString()).toBe('plain\n');
  });

  test('keep their number and their text, whatever is among them', () => {
    const piece = fc.constantFrom(ESC, '[', '31', 'm', ']', '\u0007', '\\', 'x', ' ', 'é', '(');
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
        const sequence = new RegExp(
          `${ESC}(?:\\[[ -?]*[@-~]|[PX\\]^_][^\u0007${ESC}]*(?:\u0007|${ESC}\\\\)|(?![[PX\\]^_])[ -/]*[0-~])`,
          'g',
        );
        expect(plain(...texts)).toEqual(texts.map((one) => one.replace(sequence, '')));
      }),
      { numRuns: 2_000 },
    );
  });
});
