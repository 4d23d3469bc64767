// The alphabet of a program: code points that no class and no assertion of it tells apart are one symbol.
import type { Ranges } from '../syntax/node.ts';

export interface Alphabet {
  /** Where each run of code points with one symbol begins; the first is 0, the last reaches to 10FFFF. */
  readonly starts: Int32Array;
  /** The symbol of each run. */
  readonly symbols: Int32Array;
  /** How many symbols there are, 0 up to this. */
  readonly size: number;
}

/** The coarsest alphabet in which each of the sets is a set of symbols. */
export function buildAlphabet(sets: readonly Ranges[]): Alphabet {
  const starts = Int32Array.from(cuts(sets));
  const symbols = new Int32Array(starts.length);
  let fresh = 1;
  for (const set of sets) {
    // Within a set every symbol becomes a new one; outside it keeps its number: those two are told apart from now on.
    const inside = new Map<number, number>();
    forEachRun(starts, set, (run) => {
      const old = symbols[run] ?? 0;
      const split = inside.get(old) ?? fresh++;
      inside.set(old, split);
      symbols[run] = split;
    });
  }
  return { starts, ...renumbered(symbols) };
}

function cuts(sets: readonly Ranges[]): number[] {
  const found = new Set([0]);
  for (const set of sets) for (let i = 0; i < set.length; i += 2) found.add(set[i] ?? 0).add((set[i + 1] ?? 0) + 1);
  found.delete(0x110000);
  return [...found].sort((a, b) => a - b);
}

function forEachRun(starts: Int32Array, set: Ranges, visit: (run: number) => void): void {
  for (let i = 0; i < set.length; i += 2) {
    const hi = set[i + 1] ?? 0;
    for (let run = runOf(starts, set[i] ?? 0); run < starts.length && (starts[run] ?? 0) <= hi; run++) visit(run);
  }
}

/** The run that holds a code point. */
function runOf(starts: Int32Array, codePoint: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= codePoint) low = middle;
    else high = middle;
  }
  return low;
}

/** The same partition with numbers that leave none out. */
function renumbered(symbols: Int32Array): Pick<Alphabet, 'symbols' | 'size'> {
  const numbers = new Map<number, number>();
  const dense = symbols.map((symbol) => {
    const number = numbers.get(symbol) ?? numbers.size;
    numbers.set(symbol, number);
    return number;
  });
  return { symbols: dense, size: numbers.size };
}

export function symbolOf(alphabet: Alphabet, codePoint: number): number {
  return alphabet.symbols[runOf(alphabet.starts, codePoint)] ?? 0;
}

/** The symbols of a set that the alphabet was built for. */
export function symbolsOf({ starts, symbols }: Alphabet, set: Ranges): Set<number> {
  const found = new Set<number>();
  forEachRun(starts, set, (run) => found.add(symbols[run] ?? 0));
  return found;
}

/** The symbol that all of lo…hi share, or -1 when they differ. */
export function sharedSymbol(alphabet: Alphabet, lo: number, hi: number): number {
  const first = runOf(alphabet.starts, lo);
  const last = runOf(alphabet.starts, hi);
  const symbol = alphabet.symbols[first] ?? 0;
  for (let run = first + 1; run <= last; run++) if (alphabet.symbols[run] !== symbol) return -1;
  return symbol;
}
