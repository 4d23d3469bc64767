// The colours of a line on a terminal, as parts of a page. Only colours and weights are kept; whatever else a terminal would do is left out.
import { type AnsiLook, lookAfter, PLAIN } from './ansi-look.ts';

export interface ColouredPart {
  readonly text: string;
  readonly look: AnsiLook;
}

const ESC = String.fromCharCode(27);
const BEL = String.fromCharCode(7);
/** Colours and all else that begins with ESC: other sequences, and titles and links with their text. */
const SEQUENCE = new RegExp(`${ESC}(?:\\[([ -?]*)([@-~])|\\][^${BEL}${ESC}]*(?:${BEL}|${ESC}\\\\)|[ -/]*[0-~])`, 'g');
/** Control characters, and those that turn the writing round: shown as what they are. */
const HIDDEN = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The parts of a line in order; together their texts are what a person reads. */
export function colouredParts(line: string): readonly ColouredPart[] {
  const parts: ColouredPart[] = [];
  let look = PLAIN;
  let from = 0;
  const push = (text: string): void => {
    if (text !== '') parts.push({ text: withNothingHidden(text), look });
  };
  for (const match of line.matchAll(SEQUENCE)) {
    push(line.slice(from, match.index));
    from = match.index + match[0].length;
    if (match[2] === 'm') look = lookAfter(look, match[1] ?? '');
  }
  push(line.slice(from));
  return parts;
}

export const plainText = (line: string): string =>
  colouredParts(line)
    .map(({ text }) => text)
    .join('');

/** Characters that hide something, or turn the writing round, as what they are. */
export const withNothingHidden = (text: string): string => text.replaceAll(HIDDEN, visible);

/** `\u202e` reads `<202E>`. */
const visible = (character: string): string =>
  `<${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`;
