// The loop that reads every line by a table of transitions, in TypeScript: the same memory and the same answers as line-reader.as.ts, in smaller steps.
import { NEWLINE } from '../../core/text/line-end.ts';
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

const [FIELDS, AT, ROW] = [STREAM_SIZE >> 2, STREAMS >> 2, (STREAMS + STREAM_ROW) >> 2];
const [END, COUNT] = [(STREAMS + STREAM_END) >> 2, (STREAMS + STREAM_EVENTS) >> 2];
/** From the number of a row to its place among Uint16. */
const SHIFT = LINE_ROW_SHIFT - 1;

/** The kernel's memory, as three kinds of numbers. */
export interface Memory {
  readonly bytes: Uint8Array;
  readonly halves: Uint16Array;
  readonly words: Int32Array;
}

/** Reads all parts to their ends: 0. Or the number of a part, counted from 1, that had to stop. */
export function readLinesPlainly(memory: Memory, dead: number): number {
  const rows = memory.halves.subarray(LINE_ROWS >> 1);
  const columns = memory.bytes.slice(LINE_COLUMNS, LINE_COLUMNS + 256).map((column) => column >> 1);
  const table = { ...memory, rows, columns };
  for (let most = 1; ; ) {
    if (readFour(table)) most = Number.POSITIVE_INFINITY;
    for (let part = 0; part < STREAM_COUNT; part++) if (!readSome(table, part, { most, dead })) return part + 1;
    if (most > 1) return 0;
  }
}

interface Table extends Memory {
  readonly rows: Uint16Array;
  readonly columns: Uint8Array;
}

/** A byte of each part at a time, until one comes to a row that means something, which is left to others. True when one of the parts has ended. */
function readFour({ bytes, words, rows, columns }: Table): boolean {
  const at = (part: number): number => words[AT + part * FIELDS] ?? 0;
  const rowOf = (part: number): number => words[ROW + part * FIELDS] ?? 0;
  const leftOf = (part: number): number => (words[END + part * FIELDS] ?? 0) - at(part);
  const [p0, p1, p2, p3] = [at(0), at(1), at(2), at(3)];
  let [row0, row1, row2, row3] = [rowOf(0), rowOf(1), rowOf(2), rowOf(3)];
  const most = Math.min(leftOf(0), leftOf(1), leftOf(2), leftOf(3));
  let read = 0;
  for (; read < most; read++) {
    const a = rows[(row0 << SHIFT) + (columns[bytes[p0 + read] ?? 0] ?? 0)] ?? NO_ROW;
    const b = rows[(row1 << SHIFT) + (columns[bytes[p1 + read] ?? 0] ?? 0)] ?? NO_ROW;
    const c = rows[(row2 << SHIFT) + (columns[bytes[p2 + read] ?? 0] ?? 0)] ?? NO_ROW;
    const d = rows[(row3 << SHIFT) + (columns[bytes[p3 + read] ?? 0] ?? 0)] ?? NO_ROW;
    if (((a | b | c | d) & MARKED_ROWS) !== 0) break;
    row0 = a;
    row1 = b;
    row2 = c;
    row3 = d;
  }
  for (const [part, row] of [row0, row1, row2, row3].entries()) keep(words, part, { at: at(part) + read, row });
  return read === most;
}

/** So many bytes of one part, or fewer at its end; false when it had to stop. */
function readSome(
  { bytes, words, rows, columns }: Table,
  part: number,
  { most, dead }: { readonly most: number; readonly dead: number },
): boolean {
  let p = words[AT + part * FIELDS] ?? 0;
  let row = words[ROW + part * FIELDS] ?? 0;
  const end = Math.min(p + most, words[END + part * FIELDS] ?? 0);
  let stopped = false;
  while (p < end) {
    const next = rows[(row << SHIFT) + (columns[bytes[p] ?? 0] ?? 0)] ?? NO_ROW;
    if (next < MARKED_ROWS) p++;
    else if (next === dead) p = bytes.indexOf(NEWLINE, p + 1);
    else if (next !== NO_ROW && tell(words, part, { at: p, row: next })) p++;
    else {
      stopped = true;
      break;
    }
    row = next;
  }
  keep(words, part, { at: p, row });
  return !stopped;
}

interface Place {
  readonly at: number;
  readonly row: number;
}

function keep(words: Int32Array, part: number, { at, row }: Place): void {
  words[AT + part * FIELDS] = at;
  words[ROW + part * FIELDS] = row;
}

/** False when the list is full. */
function tell(words: Int32Array, part: number, { at, row }: Place): boolean {
  const count = words[COUNT + part * FIELDS] ?? 0;
  if (count === MAX_EVENTS) return false;
  const event = (EVENTS + part * EVENTS_SIZE + count * EVENT_SIZE) >> 2;
  words[event] = at;
  words[event + 1] = row;
  words[COUNT + part * FIELDS] = count + 1;
  return true;
}
