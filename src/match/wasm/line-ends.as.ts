// Where lines begin and end, in AssemblyScript: sixteen bytes at once are looked at for a `\n`.

export const NEWLINE: u8 = 10;

/** Where the line around `at` begins. A `\n` stands before the text, so this ends. */
export function lineStartOf(at: usize): usize {
  let p = at - 16;
  let newlines = newlinesAt(p);
  while (!newlines) {
    p -= 16;
    newlines = newlinesAt(p);
  }
  return p + (32 - clz(newlines));
}

/** Where the line around `at` ends: at its `\n`. One stands behind the text. */
export function lineEndOf(at: usize): usize {
  let p = at;
  let newlines = newlinesAt(p);
  while (!newlines) {
    p += 16;
    newlines = newlinesAt(p);
  }
  return p + ctz(newlines);
}

/** How many `\n` there are in [from, end). */
export function countNewlines(from: usize, end: usize): u32 {
  let count: u32 = 0;
  let p = from;
  for (; p + 16 <= end; p += 16) count += popcnt(newlinesAt(p));
  for (; p < end; p++) count += load<u8>(p) == NEWLINE ? 1 : 0;
  return count;
}

// @ts-expect-error: decorator
@inline
function newlinesAt(p: usize): u32 {
  return <u32>i8x16.bitmask(i8x16.eq(v128.load(p), i8x16.splat(NEWLINE)));
}
