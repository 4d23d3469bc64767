// Lines without the escape sequences that colour them on a terminal: what patterns see.

const ESC = 0x1b;
const BEL = 0x07;

/** Lines in one buffer, as a batch has them. */
export interface LineTexts {
  readonly count: number;
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** The same lines as they are shown to patterns. Where there is no escape character the very same value comes back, at no cost but one look. */
export function plainLines(lines: LineTexts): LineTexts {
  const { count, bytes, length } = lines;
  const text = bytes.subarray(0, length);
  let sequence = text.indexOf(ESC);
  if (sequence < 0) return lines;
  const plain = new Uint8Array(length);
  const [starts, ends] = [new Int32Array(count), new Int32Array(count)];
  // Few lines have one: what lies between them is copied at once. Of the text, so much is copied; of the copy, so much is written.
  let [copied, written] = [0, 0];
  for (let line = 0; line < count; line++) {
    const [start, end] = [lines.starts[line] ?? 0, lines.ends[line] ?? 0];
    const moved = copied - written;
    [starts[line], ends[line]] = [start - moved, end - moved];
    if (sequence < 0 || sequence >= end) continue;
    plain.set(text.subarray(copied, start), written);
    written = copyPlain(text.subarray(start, end), plain, start - moved);
    [ends[line], copied] = [written, end];
    sequence = text.indexOf(ESC, end);
  }
  plain.set(text.subarray(copied), written);
  return { count, bytes: plain, length: written + length - copied, starts, ends };
}

/** Copies a line without its sequences; gives the place behind what was copied. An escape character that begins none stays. */
function copyPlain(line: Uint8Array, into: Uint8Array, at: number): number {
  let to = at;
  for (let from = 0; from < line.length; ) {
    const start = line.indexOf(ESC, from);
    const end = start < 0 ? line.length : start;
    into.set(line.subarray(from, end), to);
    to += end - from;
    if (start < 0) break;
    const behind = behindSequence(line, start);
    if (behind === start) into[to++] = ESC;
    from = Math.max(behind, start + 1);
  }
  return to;
}

/** Behind the sequence that begins at `start`; `start` itself when none is whole. */
function behindSequence(line: Uint8Array, start: number): number {
  const kind = line[start + 1];
  if (kind !== undefined && STRINGS.has(kind)) return behindString(line, start);
  const { from, firstFinal } =
    kind === CSI ? { from: start + 2, firstFinal: 0x40 } : { from: start + 1, firstFinal: 0x30 };
  for (let at = from; at < line.length; at++) {
    const byte = line[at] ?? 0;
    if (byte < 0x20 || byte > 0x7e) return start;
    if (byte >= firstFinal) return at + 1;
  }
  return start;
}

/** `ESC [`: parameters, then a byte from `@` on. Any other sequence ends with one from `0` on. */
const CSI = 0x5b;
/** `ESC ]` and its like: any text up to BEL or `ESC \\`, a link or a title for instance. */
const STRINGS: ReadonlySet<number> = new Set([0x50, 0x58, 0x5d, 0x5e, 0x5f]);

function behindString(line: Uint8Array, start: number): number {
  for (let at = start + 2; at < line.length; at++) {
    if (line[at] === BEL) return at + 1;
    if (line[at] === ESC) return line[at + 1] === 0x5c ? at + 2 : start;
  }
  return start;
}
