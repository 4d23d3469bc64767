import { expect, test } from 'vitest';
import { parsePattern } from '../../src/match/syntax/parse.ts';
import { RandomPatterns } from './random-patterns.ts';

/** What the language has, and how it shows in a pattern. */
const FEATURES: Readonly<Record<string, RegExp>> = {
  choice: /\|/,
  'empty choice': /\|\||\(\||\|\)/,
  'a group': /\((?!\?)/,
  'a group with a name, as Python writes it': /\(\?P<\w+>/,
  'a group with a name, as others write it': /\(\?<\w+>/,
  'a group without number': /\(\?:/,
  'a group with flags': /\(\?[imsU]+(?:-[imsU]+)?:/,
  'flags for the rest': /\(\?[imsU]+\)/,
  'flags taken away': /\(\?[imsU]*-[imsU]+[:)]/,
  '(?i)': /\(\?[msU]*i/,
  '(?m)': /\(\?[isU]*m/,
  '(?s)': /\(\?[imU]*s/,
  '(?U)': /\(\?[ims]*U/,
  'the dot': /(?<!\\)\./,
  star: /\*(?!\?)/,
  'lazy star': /\*\?/,
  plus: /\+(?!\?)/,
  'lazy plus': /\+\?/,
  'question mark': /[\w)\]]\?(?!\?)/,
  'lazy question mark': /[\w)\]]\?\?/,
  'a count': /\{\d+\}/,
  'a count from': /\{\d+,\}/,
  'a count from, to': /\{\d+,\d+\}(?!\?)/,
  'a lazy count': /\{\d+,\d+\}\?/,
  'a count of none': /\{0\}/,
  'a brace that is no count': /\{,\d\}/,
  '^': /\^/,
  $: /\$/,
  '\\A': /\\A/,
  '\\z': /\\z/,
  '\\b': /\\b/,
  '\\B': /\\B/,
  '\\d': /\\d/,
  '\\D': /\\D/,
  '\\w': /\\w/,
  '\\W': /\\W/,
  '\\s': /\\s/,
  '\\S': /\\S/,
  'a class': /\[[^\]:^]/,
  'a negated class': /\[\^/,
  'a class that begins with a bracket': /\[\^?\]/,
  'a class of ASCII by name': /\[:\w+:\]/,
  'its negation': /\[:\^\w+:\]/,
  'a Unicode category of one letter': /\\p[A-Z]/,
  'a Unicode category': /\\p\{L[ul]\}/,
  'a script': /\\p\{Greek\}/,
  'its negation by capital': /\\P\{/,
  'its negation by caret': /\\[pP]\{\^/,
  'an octal escape': /\\101/,
  'the zero': /\\0/,
  'a short hexadecimal escape': /\\x41/,
  'a long hexadecimal escape': /\\x\{/,
  'a control character': /\\[afrtv]/,
  'an escaped punctuation mark': /\\[.\-[]/,
  'quoted text': /\\Q.*\\E/,
  'a character outside of ASCII': /[^\0-\x7f]/,
};

test('the random patterns have every feature of the language in them, in patterns that are sound', () => {
  const random = new RandomPatterns(4);
  const sound = Array.from({ length: 3000 }, () => random.pattern()).filter((text) => parsePattern(text).ok);
  expect(sound.length).toBeGreaterThan(2200);
  for (const [feature, shape] of Object.entries(FEATURES)) {
    expect(sound.filter((text) => shape.test(text)).length, feature).toBeGreaterThan(4);
  }
});

test('patterns made of a line are sound', () => {
  const random = new RandomPatterns(5);
  const patterns = Array.from({ length: 300 }, () => random.patternFrom(random.wordyLine()));
  expect(patterns.filter((text) => parsePattern(text).ok).length).toBeGreaterThan(295);
});
