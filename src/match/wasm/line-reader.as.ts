// The loop that reads every line by a table of transitions, in AssemblyScript: one look-up a byte, over all lines of a text, four parts of it side by side.
// src/match/wasm/line-reader-twin.ts does the same in TypeScript. Which row means what only src/match/every-line/table/line-rows.ts knows.
import {
  EVENT_SIZE, EVENTS, EVENTS_SIZE, LINE_COLUMNS, LINE_ROW_SHIFT, LINE_ROWS, MAX_EVENTS, NO_ROW, STREAM_COUNT, STREAM_END,
  STREAM_EVENTS, STREAM_ROW, STREAM_SIZE, STREAMS, MARKED_ROWS,
} from './layout';
import { lineEndOf } from './line-ends.as';

/** Bytes of each part that are read before anything is looked at. */
const BLOCK: u32 = 4;

// @ts-expect-error: decorator
@inline
function rowBehind(row: u32, byte: u32): u32 {
  return load<u16>((row << LINE_ROW_SHIFT) + load<u8>(byte, LINE_COLUMNS), LINE_ROWS);
}

/**
 * Reads all parts to their ends: 0. Or the number of a part, counted from 1, that has come to a transition which is not there yet,
 * or to an event when its list is full; the other parts stand wherever they are. At `dead` the rest of a line is of no interest.
 */
export function readLines(dead: u32): u32 {
  for (;;) {
    if (readFour()) break;
    for (let part: u32 = 0; part < <u32>STREAM_COUNT; part++) if (!readSome(part, BLOCK, dead)) return part + 1;
  }
  for (let part: u32 = 0; part < <u32>STREAM_COUNT; part++) if (!readSome(part, 0xffffffff, dead)) return part + 1;
  return 0;
}

/**
 * Each look-up waits for the one before it, five cycles and more; those of four parts wait at the same time. Whether a row was one of the
 * upper half is looked at once for a block, and then the block is left to others. True when one of the parts has no block left.
 */
function readFour(): bool {
  let p0 = load<u32>(STREAMS), row0 = load<u32>(STREAMS, STREAM_ROW);
  let p1 = load<u32>(STREAMS + STREAM_SIZE), row1 = load<u32>(STREAMS + STREAM_SIZE, STREAM_ROW);
  let p2 = load<u32>(STREAMS + 2 * STREAM_SIZE), row2 = load<u32>(STREAMS + 2 * STREAM_SIZE, STREAM_ROW);
  let p3 = load<u32>(STREAMS + 3 * STREAM_SIZE), row3 = load<u32>(STREAMS + 3 * STREAM_SIZE, STREAM_ROW);
  let left = min(min(blocksOf(0, p0), blocksOf(1, p1)), min(blocksOf(2, p2), blocksOf(3, p3)));
  for (; left; left--) {
    let a = rowBehind(row0, load<u8>(p0)), b = rowBehind(row1, load<u8>(p1)), c = rowBehind(row2, load<u8>(p2)), d = rowBehind(row3, load<u8>(p3));
    let seen = a | b | c | d;
    a = rowBehind(a, load<u8>(p0, 1)), b = rowBehind(b, load<u8>(p1, 1)), c = rowBehind(c, load<u8>(p2, 1)), d = rowBehind(d, load<u8>(p3, 1));
    seen |= a | b | c | d;
    a = rowBehind(a, load<u8>(p0, 2)), b = rowBehind(b, load<u8>(p1, 2)), c = rowBehind(c, load<u8>(p2, 2)), d = rowBehind(d, load<u8>(p3, 2));
    seen |= a | b | c | d;
    a = rowBehind(a, load<u8>(p0, 3)), b = rowBehind(b, load<u8>(p1, 3)), c = rowBehind(c, load<u8>(p2, 3)), d = rowBehind(d, load<u8>(p3, 3));
    if ((seen | a | b | c | d) & MARKED_ROWS) break;
    row0 = a, row1 = b, row2 = c, row3 = d;
    p0 += BLOCK, p1 += BLOCK, p2 += BLOCK, p3 += BLOCK;
  }
  keep(0, p0, row0);
  keep(1, p1, row1);
  keep(2, p2, row2);
  keep(3, p3, row3);
  return !left;
}

// @ts-expect-error: decorator
@inline
function blocksOf(part: u32, p: u32): u32 {
  return (load<u32>(STREAMS + part * STREAM_SIZE, STREAM_END) - p) / BLOCK;
}

function keep(part: u32, p: u32, row: u32): void {
  store<u32>(STREAMS + part * STREAM_SIZE, p);
  store<u32>(STREAMS + part * STREAM_SIZE, row, STREAM_ROW);
}

/** So many bytes of one part, or fewer at its end; false when it had to stop. */
function readSome(part: u32, most: u32, dead: u32): bool {
  const fields = STREAMS + part * STREAM_SIZE;
  let p = load<u32>(fields), row = load<u32>(fields, STREAM_ROW), behind: u32 = 1;
  const end = p + min(most, load<u32>(fields, STREAM_END) - p);
  while (p < end) {
    const next = rowBehind(row, load<u8>(p));
    behind = next < <u32>MARKED_ROWS ? p + 1 : placeBehind(part, p, next, dead);
    if (!behind) break;
    p = behind;
    row = next;
  }
  keep(part, p, row);
  return !!behind;
}

/** Where to go on when the byte at `p` led to a row of the upper half; 0 when that cannot be. */
function placeBehind(part: u32, p: u32, row: u32, dead: u32): u32 {
  if (row == dead) return <u32>lineEndOf(p + 1);
  const count = load<u32>(STREAMS + part * STREAM_SIZE, STREAM_EVENTS);
  if (row == NO_ROW || count == MAX_EVENTS) return 0;
  const event = EVENTS + part * EVENTS_SIZE + count * EVENT_SIZE;
  store<u32>(event, p);
  store<u32>(event, row, 4);
  store<u32>(STREAMS + part * STREAM_SIZE, count + 1, STREAM_EVENTS);
  return p + 1;
}
