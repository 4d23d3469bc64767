// Makes text that came from anywhere harmless as text: nothing in it steers a terminal, hides, or turns the writing round.
import { HARMFUL_CHARACTERS } from '../lines/harmful-characters.ts';

const [ESC, BEL, CSI] = ['\u001b', '\u0007', '\u009b'];

/** Sequences by which terminals are coloured and steered: CSI, OSC, and the short ones. */
const ESCAPE_SEQUENCES = new RegExp(
  [
    `(?:${ESC}\\[|${CSI})[0-?]*[ -/]*[@-~]`,
    `${ESC}\\][^${BEL}${ESC}]{0,1000}(?:${BEL}|${ESC}\\\\)`,
    `${ESC}[ -/]*[0-~]`,
  ].join('|'),
  'g',
);

const LINE_ENDS = /\r\n?|\u2028|\u2029|\u0085/g;

/** Line feeds stay. A half of a pair of surrogates becomes the sign for what cannot be shown. */
export function plainText(text: string): string {
  const lines = text.toWellFormed().replaceAll(ESCAPE_SEQUENCES, '').replaceAll(LINE_ENDS, '\n').split('\n');
  return lines.map((line) => line.replaceAll(HARMFUL_CHARACTERS, '')).join('\n');
}

/** The same on one line. */
export const oneLine = (text: string): string => plainText(text).replaceAll(/\s+/g, ' ').trim();
