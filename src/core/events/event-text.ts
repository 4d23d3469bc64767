// A line, or a part of it, as the text of an event: short, and harmless wherever it is shown.
import { HARMFUL_CHARACTERS } from '../lines/harmful-characters.ts';

/** Bytes of an event's message at most, the ellipsis among them. */
export const MESSAGE_BYTES = 500;

const ELLIPSIS = '…';
const ELLIPSIS_BYTES = 3;

/** Of a line without escape sequences: UTF-8, cut between two characters. */
export function eventText(line: Uint8Array, mostBytes = MESSAGE_BYTES): string {
  // What is left out makes it shorter, so somewhat more is read; no line is read whole for its beginning.
  const read = Buffer.from(line.buffer, line.byteOffset, Math.min(line.length, 4 * mostBytes));
  const text = read.toString('utf8').replaceAll(HARMFUL_CHARACTERS, '');
  const isWhole = read.length === line.length;
  if (isWhole && Buffer.byteLength(text) <= mostBytes) return text;
  return `${beginning(text, mostBytes - ELLIPSIS_BYTES)}${ELLIPSIS}`;
}

/** As many whole characters as so many bytes hold. */
function beginning(text: string, bytes: number): string {
  let size = 0;
  let end = 0;
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    end += character.length;
  }
  return text.slice(0, end);
}
