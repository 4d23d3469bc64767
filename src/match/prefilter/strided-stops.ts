// How often the strided pass would stop in such text. Windows of many rules share their grams, so each gram counts once.
import type { Stride } from '../wasm/costs.ts';
import { HASH_BITS } from '../wasm/layout.ts';
import { type Census, hashOfGram } from './census.ts';
import { GramSpeller } from './grams.ts';
import type { PlannedRule } from './window.ts';

/** Stops a byte: the census has counted how often each place of the kernel's probe table would be looked up, by a pass that stops at every byte. */
export function stridedStopRate(rules: readonly PlannedRule[], stride: Stride, census: Census): number {
  const flags = new Uint8Array(1 << HASH_BITS);
  const speller = new GramSpeller();
  let rate = 0;
  for (const { windows } of rules) {
    for (const { row, probes } of windows) {
      for (let probe = 0; probe < probes.length; probe++) {
        const count = speller.spell(row, probes[probe] ?? 0);
        for (let i = 0; i < count; i++) {
          const hash = hashOfGram(speller.grams[i] ?? 0);
          if (flags[hash] === 1) continue;
          flags[hash] = 1;
          rate += census.frequency(hash);
        }
      }
    }
  }
  return rate / stride;
}
