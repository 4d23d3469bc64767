// The classes that have a name and know ASCII only: \d \s \w and [:alpha:] with its kin.
import type { Ranges } from './node.ts';
import { normalize } from './ranges.ts';

/** `09az` stands for 0-9 and a-z: first and last character of each range. */
function ascii(ends: string): Ranges {
  return normalize([...ends].map((character) => character.charCodeAt(0)));
}

const DIGIT = ascii('09');
const WORD = ascii('09AZ__az');

/** By the letter after the backslash; the capital letter is the negation. \s has no vertical tab, [:space:] has it. */
export const PERL_CLASSES: Readonly<Record<string, Ranges>> = { d: DIGIT, s: ascii('\t\n\f\r  '), w: WORD };

export const POSIX_CLASSES: Readonly<Record<string, Ranges>> = {
  alnum: ascii('09AZaz'),
  alpha: ascii('AZaz'),
  ascii: ascii('\x00\x7f'),
  blank: ascii('\t\t  '),
  cntrl: ascii('\x00\x1f\x7f\x7f'),
  digit: DIGIT,
  graph: ascii('!~'),
  lower: ascii('az'),
  print: ascii(' ~'),
  punct: ascii('!/:@[`{~'),
  space: ascii('\t\r  '),
  upper: ascii('AZ'),
  word: WORD,
  xdigit: ascii('09AFaf'),
};
