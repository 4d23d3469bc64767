// What a rule may be called: the name stands in lists, in lines of a terminal and in messages, and two that look the same would be taken for one.
import { HARMFUL_CHARACTERS } from '../lines/harmful-characters.ts';

export const RULE_NAME_HINT =
  'one line of text, without blanks at its ends and without characters that steer a terminal or turn the writing round';

export const isRuleName = (text: string): boolean =>
  text !== '' && text.trim() === text && text.search(HARMFUL_CHARACTERS) < 0 && !/[\t\p{Cs}\p{Zl}\p{Zp}]/u.test(text);
