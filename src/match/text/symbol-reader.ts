// Reading a line without a table of transitions: bytes to symbols, one character at a time.
import { BROKEN, type Decoder, nodeEntry } from './decoder.ts';

/** The bytes [from, end) of a line. */
export interface Span {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly end: number;
}

/** Reads a line character by character, as symbols; a byte that belongs to none is the symbol of U+FFFD. */
export class SymbolReader {
  /** Where the next character begins. */
  at = 0;
  readonly #decoder: Decoder;

  constructor(decoder: Decoder) {
    this.#decoder = decoder;
  }

  /** The symbol of the character at `at`, which moves behind it. It must lie before the end. */
  read({ bytes, end }: Span): number {
    const { entries, columns, columnCount, invalidSymbol } = this.#decoder;
    let at = this.at++;
    let entry = entries[columns[bytes[at++] ?? 0] ?? 0] ?? BROKEN;
    while (entry < BROKEN && at < end)
      entry = entries[nodeEntry(entry) * columnCount + (columns[bytes[at++] ?? 0] ?? 0)] ?? BROKEN;
    if (entry < 0) return invalidSymbol;
    this.at = at;
    return entry;
  }
}
