// How often the strided pass would stop in such text. It is tried out, as windows of many rules share their grams, and sums would count each stop for all of them.

import type { Stride } from '../wasm/costs.ts';
import { FOLD4, HASH_BITS } from '../wasm/layout.ts';
import { hashOfGram } from './census.ts';
import { GramSpeller } from './grams.ts';
import type { PlannedRule } from './window.ts';

/** Stops a byte. */
export function stridedStopRate(
  rules: readonly PlannedRule[],
  stride: Stride,
  excerpts: readonly Uint8Array[],
): number {
  const flags = flagsOf(rules, stride);
  let [stops, size] = [0, 1];
  for (const text of excerpts) {
    size += text.length;
    const view = new DataView(text.buffer, text.byteOffset, text.length);
    for (let p = 0; p + 4 <= text.length; p += stride) stops += flags[hashOfGram(view.getInt32(p, true) | FOLD4)] ?? 0;
  }
  return stops / size;
}

/** 1 by the hash of each gram of a window, as in the kernel's probe table. */
function flagsOf(rules: readonly PlannedRule[], stride: Stride): Uint8Array {
  const flags = new Uint8Array(1 << HASH_BITS);
  const speller = new GramSpeller();
  for (const { windows } of rules) {
    for (const { row, at } of windows) {
      for (let gram = at; gram < at + stride; gram++) {
        const count = speller.spell(row, gram);
        for (let i = 0; i < count; i++) flags[hashOfGram(speller.grams[i] ?? 0)] = 1;
      }
    }
  }
  return flags;
}
