// Decoders of alphabets that tell apart little beyond ASCII, as those of most patterns: all but the columns of ASCII is made once for all that are alike there.
import { type Alphabet, symbolOf } from './alphabet.ts';
import { BROKEN, type Decoder } from './decoder.ts';
import { treeDecoder } from './decoder-tree.ts';
import { REPLACEMENT } from './utf8.ts';

const ASCII_END = 0x80;

/** Most runs beyond ASCII for which a skeleton is kept: k and s in any case have two characters there, which part the others. */
const MOST_RUNS = 8;
const MOST_KEPT = 64;

/** Decoders in which ASCII counts as the invalid byte does. */
const skeletons = new Map<string, Decoder>();

/** What an alphabet tells apart beyond ASCII: runs by their beginnings, with symbols numbered anew; and the alphabet's own symbol for each number. The first is that of an invalid byte. */
interface Beyond {
  readonly starts: readonly number[];
  readonly numbers: readonly number[];
  readonly symbols: readonly number[];
}

/** The decoder of an alphabet, or undefined where too much is told apart beyond ASCII for it to be shared. */
export function sharedDecoder(alphabet: Alphabet): Decoder | undefined {
  const beyond = beyondAscii(alphabet);
  const skeleton = beyond && skeletonOf(beyond);
  return skeleton && withAscii(skeleton, alphabet, beyond.symbols);
}

function beyondAscii(alphabet: Alphabet): Beyond | undefined {
  const starts = [ASCII_END];
  for (let run = alphabet.starts.length - 1; run >= 0; run--) {
    const start = alphabet.starts[run] ?? 0;
    if (start <= ASCII_END) break;
    if (starts.push(start) > MOST_RUNS) return undefined;
  }
  starts.sort((a, b) => a - b);
  const symbols = [symbolOf(alphabet, REPLACEMENT)];
  const numbers = starts.map((start) => {
    const symbol = symbolOf(alphabet, start);
    const known = symbols.indexOf(symbol);
    return known >= 0 ? known : symbols.push(symbol) - 1;
  });
  return { starts, numbers, symbols };
}

function skeletonOf({ starts, numbers, symbols }: Beyond): Decoder {
  const key = `${starts.join()} ${numbers.join()}`;
  const known = skeletons.get(key);
  if (known) return known;
  const made = treeDecoder({
    starts: Int32Array.of(0, ...starts),
    symbols: Int32Array.of(0, ...numbers),
    size: symbols.length,
  });
  if (skeletons.size < MOST_KEPT) skeletons.set(key, made);
  return made;
}

/** The skeleton with the alphabet's own symbols in place of its numbers, and columns for ASCII behind its own. */
function withAscii(skeleton: Decoder, alphabet: Alphabet, own: readonly number[]): Decoder {
  const invalidSymbol = own[0] ?? 0;
  const { columns, symbols } = asciiColumns(alphabet, invalidSymbol, skeleton);
  const width = skeleton.columnCount;
  const columnCount = width + symbols.length;
  const entries = new Int16Array(skeleton.depths.length * columnCount).fill(BROKEN);
  for (let row = 0; row < skeleton.depths.length; row++) {
    for (let column = 0; column < width; column++) {
      const entry = skeleton.entries[row * width + column] ?? BROKEN;
      entries[row * columnCount + column] = entry < 0 ? entry : (own[entry] ?? BROKEN);
    }
  }
  // An ASCII byte completes a character at the root only; elsewhere it breaks one off.
  entries.set(symbols, width);
  return { columns, columnCount, entries, depths: skeleton.depths, invalidSymbol };
}

/** The column of each byte, and the symbol of each column behind those of the skeleton. ASCII of the same symbol as an invalid byte shares the column of bytes that are no part of a character. */
function asciiColumns(
  { starts, symbols, size }: Alphabet,
  invalidSymbol: number,
  { columns: columnsBeyond, columnCount }: Decoder,
): { readonly columns: Uint8Array; readonly symbols: readonly number[] } {
  const columns = columnsBeyond.slice();
  const added: number[] = [];
  const columnOf = new Int16Array(size).fill(-1);
  columnOf[invalidSymbol] = columnsBeyond[0xff] ?? 0;
  for (let run = 0; run < starts.length && (starts[run] ?? 0) < ASCII_END; run++) {
    const symbol = symbols[run] ?? 0;
    if (columnOf[symbol] === -1) columnOf[symbol] = columnCount + added.push(symbol) - 1;
    columns.fill(columnOf[symbol] ?? 0, starts[run], Math.min(starts[run + 1] ?? ASCII_END, ASCII_END));
  }
  return { columns, symbols: added };
}
