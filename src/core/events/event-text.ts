// A line, or a part of it, as the text of an event: short, and harmless wherever it is shown.
import { HARMFUL_CHARACTERS } from '../lines/harmful-characters.ts';
import { INNER_NEWLINE, withLineFeeds } from '../text/inner-newline.ts';

/** Bytes of an event's message at most, the ellipsis among them. */
export const MESSAGE_BYTES = 500;
/** And of one that lines were joined for: what is asked of a stack trace stands at its end as often as in its first frames. */
export const JOINED_MESSAGE_BYTES = 4_000;

const ELLIPSIS = '…';
const ELLIPSIS_BYTES = 3;

/** Of a line without escape sequences: UTF-8, cut between two characters. */
export const eventText = (line: Uint8Array, mostBytes = MESSAGE_BYTES): string =>
  shortText(line, mostBytes, (bytes) => harmless(bytes.toString('utf8')));

/** The same of a line that may be several which were joined, each on its own line. */
export const joinedEventText = (line: Uint8Array, mostBytes = JOINED_MESSAGE_BYTES): string =>
  line.includes(INNER_NEWLINE) ? shortText(line, mostBytes, textOfLines) : eventText(line);

const textOfLines = (bytes: Buffer): string =>
  Buffer.from(withLineFeeds(bytes)).toString('utf8').split('\n').map(harmless).join('\n');

const harmless = (text: string): string => text.replaceAll(HARMFUL_CHARACTERS, '');

function shortText(line: Uint8Array, mostBytes: number, textOf: (bytes: Buffer) => string): string {
  // What is left out makes it shorter, so somewhat more is read; no line is read whole for its beginning.
  const read = Buffer.from(line.buffer, line.byteOffset, Math.min(line.length, 4 * mostBytes));
  const text = textOf(read);
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
