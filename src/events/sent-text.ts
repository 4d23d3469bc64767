// The message of an event that another program sends, as the message of a line would be: one line, and nothing in it that steers a terminal.
import { eventText } from '../core/events/event-text.ts';
import { HARMFUL_CHARACTERS } from '../core/lines/harmful-characters.ts';
import { writePlainLines } from '../core/lines/plain-lines.ts';

/** Empty when nothing can be shown of it. */
export function sentText(message: string): string {
  const lines = withoutSequences(message)
    .split(/[\r\n]/)
    .map((line) => line.replaceAll(HARMFUL_CHARACTERS, '').trim());
  return eventText(Buffer.from(lines.filter((line) => line !== '').join(' ')));
}

function withoutSequences(message: string): string {
  const bytes = Buffer.from(message);
  const [starts, ends] = [Int32Array.of(0), Int32Array.of(bytes.length)];
  const { text } = writePlainLines(
    { count: 1, bytes, length: bytes.length, starts, ends },
    new Uint8Array(bytes.length),
  );
  return Buffer.from(text).toString();
}
