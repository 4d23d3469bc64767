// The loop that reads every line by a table of transitions, in TypeScript: the same memory and the same answers as line-reader.as.ts, one part of the text after the other.
import {
  EVENT_SIZE,
  EVENTS,
  EVENTS_SIZE,
  LINE_COLUMNS,
  LINE_ROW_SHIFT,
  LINE_ROWS,
  MARKED_ROWS,
  MAX_EVENTS,
  NO_ROW,
  STREAM_COUNT,
  STREAM_END,
  STREAM_EVENTS,
  STREAM_ROW,
  STREAM_SIZE,
  STREAMS,
} from './layout.ts';

const NEWLINE = 10;

/** The kernel's memory, as three kinds of numbers. */
export interface Memory {
  readonly bytes: Uint8Array;
  readonly halves: Uint16Array;
  readonly words: Int32Array;
}

/** Reads all parts to their ends: 0. Or the number of a part, counted from 1, that had to stop. */
export function readLinesPlainly(memory: Memory, dead: number): number {
  for (let part = 0; part < STREAM_COUNT; part++) if (!readPart(memory, part, dead)) return part + 1;
  return 0;
}

function readPart({ bytes, halves, words }: Memory, part: number, dead: number): boolean {
  const fields = (STREAMS + part * STREAM_SIZE) >> 2;
  const columns = bytes.subarray(LINE_COLUMNS, LINE_COLUMNS + 256);
  const rows = halves.subarray(LINE_ROWS >> 1);
  const end = words[fields + (STREAM_END >> 2)] ?? 0;
  let p = words[fields] ?? 0;
  let row = words[fields + (STREAM_ROW >> 2)] ?? 0;
  while (p < end) {
    const column = (columns[bytes[p] ?? 0] ?? 0) >> 1;
    const next = rows[(row << (LINE_ROW_SHIFT - 1)) + column] ?? NO_ROW;
    if (next < MARKED_ROWS) p++;
    else if (next === dead) p = bytes.indexOf(NEWLINE, p + 1);
    else if (next !== NO_ROW && tell(words, part, { at: p, row: next })) p++;
    else break;
    row = next;
  }
  words[fields] = p;
  words[fields + (STREAM_ROW >> 2)] = row;
  return p >= end;
}

/** False when the list is full. */
function tell(words: Int32Array, part: number, { at, row }: { readonly at: number; readonly row: number }): boolean {
  const field = (STREAMS + part * STREAM_SIZE + STREAM_EVENTS) >> 2;
  const count = words[field] ?? 0;
  if (count === MAX_EVENTS) return false;
  const event = (EVENTS + part * EVENTS_SIZE + count * EVENT_SIZE) >> 2;
  words[event] = at;
  words[event + 1] = row;
  words[field] = count + 1;
  return true;
}
