// Builds the tables of a decoder for any alphabet, as a tree whose nodes are the beginnings of characters.
import { type Alphabet, sharedSymbol, symbolOf } from './alphabet.ts';
import { BROKEN, type Decoder, nodeEntry } from './decoder.ts';
import { LEADS, type Lead, REPLACEMENT } from './utf8.ts';

export function treeDecoder(alphabet: Alphabet): Decoder {
  const { root, rows, depths } = new NodeRows(alphabet);
  const { columns, representatives } = shareColumns(root, rows);
  const entries = representatives.map((byte) => root[byte] ?? BROKEN);
  for (const row of rows) for (const byte of representatives) entries.push(row[byte - FIRST_CONTINUATION] ?? BROKEN);
  return {
    columns,
    columnCount: representatives.length,
    // There are fewer than 20,000 nodes, and hardly ever more symbols.
    entries: alphabet.size > 0x7fff ? Int32Array.from(entries) : Int16Array.from(entries),
    depths: Uint8Array.from(depths),
    invalidSymbol: symbolOf(alphabet, REPLACEMENT),
  };
}

/** What is still to come of a character. */
interface Rest {
  /** The bits that were read. */
  readonly bits: number;
  readonly bytesRead: number;
  readonly bytesLeft: number;
  /** The range of the next byte. */
  readonly lo: number;
  readonly hi: number;
}

/** The first and the last code point that the bytes to come can complete. */
const firstOf = ({ bits, bytesLeft, lo }: Rest): number => ((bits << 6) | (lo & 0x3f)) << (6 * (bytesLeft - 1));
const lastOf = ({ bits, bytesLeft, hi }: Rest): number =>
  ((((bits << 6) | (hi & 0x3f)) + 1) << (6 * (bytesLeft - 1))) - 1;

/** Bytes that may follow a first one. */
const FIRST_CONTINUATION = 0x80;
const CONTINUATIONS = 0x40;

/** The nodes of the tree: the root has a row of 256 entries, all others one of the 64 bytes that may follow. Equal nodes are one. */
class NodeRows {
  readonly root = new Int32Array(256);
  readonly rows: Int32Array[] = [];
  readonly depths = [0];
  readonly #alphabet: Alphabet;
  readonly #known = new Map<string, number>();

  constructor(alphabet: Alphabet) {
    this.#alphabet = alphabet;
    this.root.fill(symbolOf(alphabet, REPLACEMENT));
    for (let byte = 0; byte < 0x80; byte++) this.root[byte] = symbolOf(alphabet, byte);
    for (const lead of LEADS) this.#addLeads(lead);
  }

  /** Most patterns tell apart little beyond ASCII: then all these bytes lead to one node. */
  #addLeads({ first, last, mask, following, lo, hi }: Lead): void {
    const rest = (byte: number): Rest => ({ bits: byte & mask, bytesRead: 1, bytesLeft: following, lo, hi });
    const shared = sharedSymbol(this.#alphabet, firstOf(rest(first)), lastOf(rest(last)));
    if (shared >= 0) this.root.fill(nodeEntry(this.#uniform(rest(first), shared)), first, last + 1);
    else for (let byte = first; byte <= last; byte++) this.root[byte] = nodeEntry(this.#node(rest(byte)));
  }

  #node(rest: Rest): number {
    const shared = sharedSymbol(this.#alphabet, firstOf(rest), lastOf(rest));
    return shared < 0 ? this.#mixed(rest) : this.#uniform(rest, shared);
  }

  /** A subtree that means one symbol throughout is known before it is built: most of Unicode, for most patterns. */
  #uniform({ bits, bytesRead, bytesLeft, lo, hi }: Rest, symbol: number): number {
    const key = `${bytesRead} ${bytesLeft} ${lo} ${symbol} ${hi}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const rest: Rest = { bits: bits << 6, bytesRead: bytesRead + 1, bytesLeft: bytesLeft - 1, lo: 0x80, hi: 0xbf };
    const entry = bytesLeft === 1 ? symbol : nodeEntry(this.#uniform(rest, symbol));
    const row = new Int32Array(CONTINUATIONS).fill(BROKEN);
    return this.#add(row.fill(entry, lo - FIRST_CONTINUATION, hi + 1 - FIRST_CONTINUATION), bytesRead, key);
  }

  #mixed({ bits, bytesRead, bytesLeft, lo, hi }: Rest): number {
    const row = new Int32Array(CONTINUATIONS).fill(BROKEN);
    for (let byte = lo; byte <= hi; byte++) {
      const more = (bits << 6) | (byte & 0x3f);
      const next: Rest = { bits: more, bytesRead: bytesRead + 1, bytesLeft: bytesLeft - 1, lo: 0x80, hi: 0xbf };
      row[byte - FIRST_CONTINUATION] = bytesLeft === 1 ? symbolOf(this.#alphabet, more) : nodeEntry(this.#node(next));
    }
    const key = `${bytesRead}:${row.join()}`;
    return this.#known.get(key) ?? this.#add(row, bytesRead, key);
  }

  #add(row: Int32Array, depth: number, key: string): number {
    // The root is node 0.
    const node = this.rows.push(row);
    this.depths.push(depth);
    this.#known.set(key, node);
    return node;
  }
}

/**
 * Gives bytes with equal entries in every row one column; `representatives` holds one byte of each. In all rows but the
 * root only continuation bytes differ, and no other byte shares a column with them.
 */
function shareColumns(
  root: Int32Array,
  rows: readonly Int32Array[],
): { columns: Uint8Array; representatives: number[] } {
  const columns = new Uint8Array(256).fill(1, FIRST_CONTINUATION, FIRST_CONTINUATION + CONTINUATIONS);
  let count = splitColumns(columns, root, { from: 0, count: 2 });
  for (const row of rows) count = splitColumns(columns, row, { from: FIRST_CONTINUATION, count });
  const representatives: number[] = new Array(count).fill(0);
  columns.forEach((column, byte) => {
    representatives[column] = byte;
  });
  return { columns, representatives };
}

/** Splits the columns of bytes that the row, whose first entry is that of byte `from`, tells apart; gives how many there are then. */
function splitColumns(columns: Uint8Array, row: Int32Array, { from, count }: { from: number; count: number }): number {
  const [first] = row;
  // Most nodes lead on in the same way whatever byte follows.
  if (row.every((entry) => entry === first)) return count;
  const split = new Map<number, number>();
  const kept = new Set<number>();
  let columnCount = count;
  for (const [at, entry] of row.entries()) {
    const column = columns[from + at] ?? 0;
    const key = entry * 256 + column;
    const number = split.get(key) ?? (kept.has(column) ? columnCount++ : column);
    kept.add(column);
    split.set(key, number);
    columns[from + at] = number;
  }
  return columnCount;
}
