import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hasWords, wantedWords, wordsOf } from './event-words.ts';

const found = (text: string, search: string): boolean => {
  const wanted = wantedWords(search);
  return wanted === undefined || hasWords(text, wanted);
};

test('words are letters, marks and digits in small letters, each once', () => {
  expect(wordsOf('Pool pool-7: 502 from 10.0.0.1, ÄRGER_im naı̈ve Файл 漢字')).toEqual(
    ['pool', '7', '502', 'from', '10', '0', '1', 'ärger', 'im', 'naı̈ve', 'файл', '漢字'].map((word) =>
      word.normalize('NFKC'),
    ),
  );
  expect(wordsOf('\0 \ud800 "*" ^ -- \u001b[')).toEqual([]);
});

test('a search wants all its words, the last of which may be the beginning of one', () => {
  expect(wantedWords('Connection REF')).toEqual({ whole: ['connection'], beginning: 'ref' });
  expect([found('connection refused', 'connection ref'), found('connection refused', 'connect ref')]).toEqual([
    true,
    false,
  ]);
  expect([found('connection refused', 'refused conn'), found('connection refused', 'used')]).toEqual([true, false]);
  expect([found('a b', 'a a a'), found('ab', 'a'), found('a', 'a b')]).toEqual([true, true, false]);
});

test('a search without a word wants nothing in particular', () => {
  for (const search of ['', ' ', '"*"', '\0', '\ud800', '- ( ) :']) expect(wantedWords(search), search).toBeUndefined();
});

test('a form that only looks different is the same', () => {
  expect(found('ｅｒｒｏｒ cafe\u0301 ΟΔΟΣΤΡΩΜΑ', 'ERROR café οδος')).toBe(true);
});

test('a long word is found by itself and by its beginning, however long that is', () => {
  const long = 'x'.repeat(100);
  for (const length of [1, 63, 64, 65, 100]) expect(found(`a ${long}`, long.slice(0, length)), `${length}`).toBe(true);
  expect(wordsOf('𝒳'.repeat(70)).every((word) => word.isWellFormed())).toBe(true);
});

test('every text is found by each beginning of its words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, at) => {
      const words = wordsOf(text);
      const [word] = words.slice(at % (words.length || 1));
      for (let end = 1; end <= (word ?? '').length; end++) expect(found(text, (word ?? '').slice(0, end))).toBe(true);
      expect(found(text, words.join(' '))).toBe(true);
    }),
  );
});
