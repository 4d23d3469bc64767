// Decoders of alphabets that tell apart nothing beyond ASCII, as those of most patterns: all but the columns of ASCII is the same for all of them.
import { type Alphabet, symbolOf } from './alphabet.ts';
import { BROKEN, type Decoder } from './decoder.ts';
import { treeDecoder } from './decoder-tree.ts';

const ASCII_END = 0x80;

/** Whether all characters beyond ASCII are one symbol. */
export const isAsciiOnly = ({ starts }: Alphabet): boolean => (starts[starts.length - 1] ?? 0) <= ASCII_END;

let skeleton: Decoder | undefined;

/** The decoder of an alphabet that has a single symbol, number 0, with that of all characters beyond ASCII in its place, and columns for ASCII behind its own. */
export function asciiDecoder(alphabet: Alphabet): Decoder {
  skeleton ??= treeDecoder({ starts: Int32Array.of(0), symbols: Int32Array.of(0), size: 1 });
  const beyond = symbolOf(alphabet, ASCII_END);
  const { columns, symbols } = asciiColumns(alphabet, beyond, skeleton);
  const width = skeleton.columnCount;
  const columnCount = width + symbols.length;
  const entries = new Int16Array(skeleton.depths.length * columnCount).fill(BROKEN);
  for (let at = 0; at < skeleton.entries.length; at++) {
    const entry = skeleton.entries[at] ?? BROKEN;
    const column = at % width;
    entries[((at - column) / width) * columnCount + column] = entry === 0 ? beyond : entry;
  }
  // An ASCII byte completes a character at the root only; elsewhere it breaks one off.
  entries.set(symbols, width);
  return { columns, columnCount, entries, depths: skeleton.depths, invalidSymbol: beyond };
}

/** The column of each byte, and the symbol of each column behind those of the skeleton. ASCII of the same symbol as what lies beyond shares the column of bytes that are no part of a character. */
function asciiColumns(
  { starts, symbols, size }: Alphabet,
  beyond: number,
  { columns: columnsBeyond, columnCount }: Decoder,
): { readonly columns: Uint8Array; readonly symbols: readonly number[] } {
  const columns = columnsBeyond.slice();
  const added: number[] = [];
  const columnOf = new Int16Array(size).fill(-1);
  columnOf[beyond] = columnsBeyond[0xff] ?? 0;
  for (let run = 0; run < starts.length && (starts[run] ?? 0) < ASCII_END; run++) {
    const symbol = symbols[run] ?? 0;
    if (columnOf[symbol] === -1) columnOf[symbol] = columnCount + added.push(symbol) - 1;
    columns.fill(columnOf[symbol] ?? 0, starts[run], Math.min(starts[run + 1] ?? ASCII_END, ASCII_END));
  }
  return { columns, symbols: added };
}
