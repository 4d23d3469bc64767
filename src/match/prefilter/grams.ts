// The four-byte grams that a row of byte sets may spell, folded as the kernel's hash sees them.
import { FOLD4 } from '../wasm/layout.ts';
import { type ByteSet, FOLD, folded } from './byte-set.ts';
import type { Row } from './slices.ts';

/** Four classes in a row may stand for this many grams at most; more are not looked up. */
const MAX_GRAMS = 1024;

/** How many grams the four sets from `at` may spell; 0 when they are too many, or too few sets. */
export function gramCount(row: Row, at: number): number {
  if (at + 4 > row.length) return 0;
  let count = 1;
  for (let i = at; i < at + 4; i++) count *= foldedSize(row[i]);
  return count <= MAX_GRAMS ? count : 0;
}

/** How many grams there are to look up in the whole of a row. */
export function gramsOfRow(row: Row): number {
  const sizes = row.map(foldedSize);
  let grams = 0;
  for (let at = 0; at + 4 <= sizes.length; at++) {
    const count = (sizes[at] ?? 0) * (sizes[at + 1] ?? 0) * (sizes[at + 2] ?? 0) * (sizes[at + 3] ?? 0);
    if (count <= MAX_GRAMS) grams += count;
  }
  return grams;
}

/** How many bytes a set is to the kernel's hash; most sets are one character, or one letter in both cases. */
function foldedSize(set: ByteSet | undefined): number {
  if (set === undefined) return 0;
  if (set.length === 1) return 1;
  if (set.length === 2) return ((set[0] ?? 0) | FOLD) === ((set[1] ?? 0) | FOLD) ? 1 : 2;
  return folded(set).length;
}

/** Spells grams into one array of its own: planning asks for hundreds of thousands of them, and an array for each would be waste. */
export class GramSpeller {
  /** What `spell` wrote last; as many hold as it returned. */
  readonly grams = new Int32Array(MAX_GRAMS);

  /** Writes every gram that the four sets from `at` may spell, and returns how many, as `gramCount` counts them. */
  spell(row: Row, at: number): number {
    const a = row[at];
    const b = row[at + 1];
    const c = row[at + 2];
    const d = row[at + 3];
    if (!a || !b || !c || !d) return 0;
    const { grams } = this;
    if (a.length * b.length * c.length * d.length === 1) {
      grams[0] = (a[0] ?? 0) | ((b[0] ?? 0) << 8) | ((c[0] ?? 0) << 16) | ((d[0] ?? 0) << 24) | FOLD4;
      return 1;
    }
    grams[0] = 0;
    let count = 1;
    for (let place = 0; place < 4; place++) {
      count = this.#append(count, folded(row[at + place] ?? a), 8 * place);
      if (count > MAX_GRAMS) return 0;
    }
    return count;
  }

  /** Each of the grams so far, with each byte of the set at that bit; how many there would be. */
  #append(count: number, set: Uint8Array, shift: number): number {
    const { grams } = this;
    if (count * set.length > MAX_GRAMS) return MAX_GRAMS + 1;
    // From the last to the first, so that none is overwritten before it was read.
    for (let i = count - 1; i >= 0; i--) {
      const gram = grams[i] ?? 0;
      for (let k = 0; k < set.length; k++) grams[i * set.length + k] = gram | ((set[k] ?? 0) << shift);
    }
    return count * set.length;
  }
}
