// Lines without the escape sequences that colour them on a terminal: what patterns see.
import type { WithObjects } from './objects/line-objects.ts';

const ESC = 0x1b;
const BEL = 0x07;
const NEWLINE = 0x0a;

/** Lines one behind the other in one buffer, each with a `\n` behind it, as a batch has them. */
export interface LineTexts extends WithObjects {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** Line feeds within lines are told from all else already. */
  readonly isJoined?: boolean;
}

/** Lines as patterns see them, in the buffer that they were written to. */
export interface PlainLines {
  readonly text: Uint8Array;
  readonly starts: Int32Array;
}

/** Writes the lines to the beginning of a buffer that has room for all of them. Where there is no escape character it costs one copy and one look, and the starts are the very same. */
export function writePlainLines(lines: LineTexts, into: Uint8Array<ArrayBuffer>): PlainLines {
  const { count, bytes, length, ends } = lines;
  into.set(length === bytes.length ? bytes : bytes.subarray(0, length));
  // A Buffer's search is many times faster than that of other arrays.
  const text = Buffer.from(into.buffer, into.byteOffset, length);
  let sequence = text.indexOf(ESC);
  if (sequence < 0) return { text, starts: lines.starts };
  const starts = new Int32Array(count);
  // Few lines have one: what lies between them is moved at once. Of the text, so much is done; so many bytes were left out.
  let [done, gone] = [0, 0];
  for (let line = 0; line < count; line++) {
    const start = lines.starts[line] ?? 0;
    starts[line] = start - gone;
    const end = ends[line] ?? 0;
    if (sequence < 0 || sequence >= end) continue;
    text.copyWithin(done - gone, done, start);
    gone = end - movePlainly(text, { start, end }, start - gone);
    done = end;
    sequence = text.indexOf(ESC, end);
  }
  text.copyWithin(done - gone, done);
  return { text: text.subarray(0, length - gone), starts };
}

/** One line as patterns see it. */
export function plainLine(text: Uint8Array): Uint8Array {
  const bytes = Buffer.concat([text, Uint8Array.of(NEWLINE)]);
  const lines = { count: 1, bytes, length: bytes.length, starts: Int32Array.of(0), ends: Int32Array.of(text.length) };
  const plain = writePlainLines(lines, new Uint8Array(bytes.length)).text;
  return plain.subarray(0, plain.length - 1);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Moves a line to a place at or before its own, without its sequences; gives the place behind it. An escape character that begins none stays. */
function movePlainly(text: Uint8Array, { start, end }: Span, to: number): number {
  let written = to;
  for (let at = start; at < end; ) {
    const byte = text[at] ?? 0;
    const behind = byte === ESC ? behindSequence(text, at, end) : at;
    if (behind === at) text[written++] = byte;
    at = behind === at ? at + 1 : behind;
  }
  return written;
}

/** Behind the sequence that begins at `start`; `start` itself when none is whole before the line's end. */
function behindSequence(text: Uint8Array, start: number, end: number): number {
  const kind = text[start + 1] ?? 0;
  if (STRINGS.has(kind)) return behindString(text, start, end);
  const { from, firstFinal } =
    kind === CSI ? { from: start + 2, firstFinal: 0x40 } : { from: start + 1, firstFinal: 0x30 };
  for (let at = from; at < end; at++) {
    const byte = text[at] ?? 0;
    if (byte < 0x20 || byte > 0x7e) return start;
    if (byte >= firstFinal) return at + 1;
  }
  return start;
}

/** `ESC [`: parameters, then a byte from `@` on. Any other sequence ends with one from `0` on. */
const CSI = 0x5b;
/** `ESC ]` and its like: any text up to BEL or `ESC \\`, a link or a title for instance. */
const STRINGS: ReadonlySet<number> = new Set([0x50, 0x58, 0x5d, 0x5e, 0x5f]);

function behindString(text: Uint8Array, start: number, end: number): number {
  for (let at = start + 2; at < end; at++) {
    if (text[at] === BEL) return at + 1;
    if (text[at] === ESC) return at + 1 < end && text[at + 1] === 0x5c ? at + 2 : start;
  }
  return start;
}
