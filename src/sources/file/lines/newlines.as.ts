// Where lines end, in AssemblyScript: a call for each line would cost many times what it takes to find its end.
// src/sources/file/lines/newline-finder.ts does the same in TypeScript where there is no WebAssembly.
import { ENDS, MOST_ENDS, TEXT } from './newlines-layout';

const NEWLINE: u8 = 10;

/** Adds to the list of ends those of the text's `\n`, counted from `base`, until it is full; says how many it has then. Behind the text stand sixteen bytes that are none. */
export function addNewlines(length: u32, base: u32, known: u32): u32 {
  const newline = i8x16.splat(NEWLINE);
  let count = known;
  for (let p: u32 = 0; p < length; p += 16) {
    let found = <u32>i8x16.bitmask(i8x16.eq(v128.load(p, TEXT), newline));
    for (; found != 0; found &= found - 1) {
      if (count >= <u32>MOST_ENDS) return count;
      store<u32>(count << 2, base + p + ctz(found), ENDS);
      count++;
    }
  }
  return count;
}
