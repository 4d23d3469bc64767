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
    const [a, b, c, d] = [row[at], row[at + 1], row[at + 2], row[at + 3]];
    if (!a || !b || !c || !d) return 0;
    const { grams } = this;
    if (a.length * b.length * c.length * d.length === 1) {
      grams[0] = (a[0] ?? 0) | ((b[0] ?? 0) << 8) | ((c[0] ?? 0) << 16) | ((d[0] ?? 0) << 24) | FOLD4;
      return 1;
    }
    const [first, second, third, fourth] = [folded(a), folded(b), folded(c), folded(d)];
    if (first.length * second.length * third.length * fourth.length > MAX_GRAMS) return 0;
    let count = 0;
    for (const w of first) {
      for (const x of second) {
        for (const y of third) {
          for (const z of fourth) grams[count++] = w | (x << 8) | (y << 16) | (z << 24);
        }
      }
    }
    return count;
  }
}
