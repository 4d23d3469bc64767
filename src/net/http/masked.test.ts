import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';
import { masked } from './masked.ts';

const show = (text: string, secrets: readonly string[], isWhole = true): string =>
  excerpt(Buffer.from(text), secrets, isWhole);

describe('a whole secret is masked as it is written', () => {
  test.each([
    ['my pass wd', 'of several words'],
    ['correct ho', 'of two words'],
    ['a b c', 'of letters that are words'],
    ['-_-_-_-_-_ab', 'of next to nothing but signs that spellings differ in'],
    ['=====', 'of nothing else'],
    ['+/ \\_', 'of such signs and a space'],
    ['abc', 'of three signs'],
    ['a-b', 'of three signs, one of which spellings differ in'],
    ['x ://y z', 'that could be a URL'],
    ['one\ttab', 'with a tab'],
    ['one\btwo', 'with what steers a terminal'],
    ['ΑΒΣ ΑΣ', 'of Greek capitals, whose last letter is another one where a word ends'],
    ['🔑🔑', 'of signs of two units'],
  ])('%j, which is one %s', (secret) => {
    expect(show(`no ${secret} here`, [secret])).toBe('no [redacted] here');
    expect(show(`no.${secret}.here`, [secret])).toBe('no.[redacted].here');
    expect(show(secret, [secret])).toBe('[redacted]');
    expect(show(`password: ${secret}`, [secret])).toBe('password: [redacted]');
    expect(show(JSON.stringify({ no: secret }), [secret])).toBe('{"no":"[redacted]"}');
    expect(show(`no ${encodeURIComponent(secret)} here`, [secret])).toBe('no [redacted] here');
    expect(masked(`no ${secret} here`, [secret])).toBe('no [redacted] here');
  });

  test('over lines, in capitals, and with what cannot be seen between', () => {
    const secrets = ['my pass wd', '-_-_ab'];
    for (const text of ['my \r\n\t pass  wd', 'MY PASS WD', 'm\u200by \u200b pa\0ss wd', '-_\u200b-_ab', '-_-_AB'])
      for (const shown of [show(`no ${text} here`, secrets), masked(`no ${text} here`, secrets)])
        expect([text, shown]).toEqual([text, 'no [redacted] here']);
  });

  test('also where one reaches into the next', () => {
    expect(show('no aaaaa here', ['aaa'])).toBe('no [redacted] here');
    expect(show('no abababa here', ['ababa'])).toBe('no [redacted] here');
    expect(show('no -_-_-_-_- here', ['-_-_-'])).toBe('no [redacted] here');
  });

  test('whatever letters stand around it', () => {
    for (const secret of ['CapitalsOfMoreThanTwelve', 'Capitals', 'CapitalsΣ'])
      expect(show(`İ ${secret}`, [secret])).toBe('İ [redacted]');
    expect(show('no pass-of-twelveΣ here', ['pass-of-twelveΣ'])).toBe('no [redacted] here');
  });

  test('and whatever signs it is made of', () => {
    const sign = fc.oneof(
      fc.constantFrom(...' -_=+/\\:.ab"&%<;#x0'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    const secret = fc.string({ unit: sign, minLength: 3, maxLength: 14 });
    fc.assert(
      fc.property(secret, fc.string({ unit: sign, maxLength: 30 }), fc.string({ unit: sign }), (...parts) => {
        const [hidden, before, behind] = parts.map((part) => show(part, []));
        fc.pre(hidden !== undefined && hidden.length >= 3 && hidden === show(`.${hidden}.`, []).slice(1, -1));
        const shown = show(`${before} ${hidden} ${behind}`, [hidden]).replaceAll('[redacted]', '\0');
        expect(shown).not.toContain(hidden);
      }),
      { numRuns: 1_000 },
    );
  });

  test('but neither two signs, nor letters that belong to two words', () => {
    expect(show('it is so', ['is'])).toBe('it is so');
    expect(show('it is so', ['itis'])).toBe('it is so');
    expect(show('a list', ['alist', 'tis', 'a-list'])).toBe('a list');
  });

  test('and its beginning is, where an answer breaks off', () => {
    const secrets = ['-_ -_ ab', 'my pass wd and more than that'];
    expect(show('you sent -_ -_ a', secrets, false)).toBe('you sent [redacted]');
    expect(masked('no! -_ -_', secrets, { isCut: true })).toBe('no! [redacted]');
    expect(masked('you sent my pass w', secrets, { isCut: true })).toBe('you sent [redacted]');
    expect(masked('you sent my pass w', secrets)).toBe('you sent my pass w');
  });
});

describe('a secret within more that is in base64', () => {
  const SECRETS = ['Zq8-tokenOfTwentyFourSigns+x1', 'aLongerOneOf20Signs+', 'hunter2', 'hunter22', 'hunter222'];

  test.each([0, 1, 2, 3, 4, 5])('is masked behind %i others', (before) => {
    for (const secret of SECRETS)
      for (const behind of ['', '"', '"}', '"}]'])
        for (const form of ['base64', 'base64url'] as const) {
          const text = Buffer.from(`${'{"k":'.slice(0, before)}${secret}${behind}`).toString(form);
          const first = Math.ceil((4 * before) / 3);
          const last = Math.floor((4 * (before + secret.length)) / 3);
          const shown = show(`got ${text} of you`, [secret]);
          expect([secret, behind, shown]).toEqual([secret, behind, expect.stringContaining('[redacted]')]);
          // What stays is of the neighbours, but for what a sign has of both.
          const [, front = '', back = ''] = /^got (.*)\[redacted\](.*) of you$/.exec(shown) ?? ['', text, text];
          expect([text, front.length <= first && back.length <= text.length - last]).toEqual([text, true]);
        }
  });
});
