// What people may call a rule, a trigger or a token: the name stands in lists, in lines of a terminal and in messages, and two that look the same would be taken for one.
import { HARMFUL_CHARACTERS } from '../lines/harmful-characters.ts';

/** What a name must be, as the end of a sentence. */
export const GIVEN_NAME_HINT =
  'one line of text, without blanks at its ends, and without characters that cannot be seen, steer a terminal or turn the writing round';

/** Blanks that are none of the usual, halves of characters, separators of lines, and what takes no place, such as joiners and fillers. */
const UNSEEN =
  /[\t\p{Cs}\p{Zl}\p{Zp}\p{Cf}\u115f\u1160\u17b4\u17b5\u3164\uffa0\u00a0\u1680\u2000-\u200a\u202f\u205f]|\u034f/u;

export const isGivenName = (text: string): boolean =>
  text !== '' && text.trim() === text && text.search(HARMFUL_CHARACTERS) < 0 && !UNSEEN.test(text);
