// What an engine says in its own words, as it may go to logs and screens: one line, without what steers a terminal or turns the writing round.
import { HARMFUL_CHARACTERS } from '../../../core/lines/harmful-characters.ts';

export const engineWords = (text: string, longest: number): string =>
  text.replaceAll(HARMFUL_CHARACTERS, ' ').replaceAll(/\s+/gu, ' ').trim().slice(0, longest);
