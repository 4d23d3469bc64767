// Finds where the lines of a piece of a file end: many at once.

import { NEWLINE } from '../../../core/text/line-end.ts';
import { NEWLINES_BASE64 } from './newlines.generated.ts';
import { MOST_ENDS, MOST_TEXT, TEXT } from './newlines-layout.ts';

export interface NewlineFinder {
  /** The places of what was found last; valid until it finds others. */
  readonly ends: Uint32Array;
  /** How many `\n` there are in the bytes; those behind the first MOST_ENDS are not looked for. */
  find(bytes: Buffer): number;
}

const PAGE = 65536;
/** What the vectors look at behind a text. */
const PADDING = 16;

/** In WebAssembly where it is to be had. One serves all files, and it keeps nothing of what it was shown. */
export function newlineFinder(): NewlineFinder {
  // Node has none at all under --jitless.
  if (typeof WebAssembly === 'undefined') return new PlainFinder();
  try {
    return new VectorFinder();
  } catch (error) {
    // No vectors, or no memory to be had. Anything else is a fault of ours.
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return new PlainFinder();
    throw error;
  }
}

type AddNewlines = (length: number, base: number, known: number) => number;

class VectorFinder implements NewlineFinder {
  readonly ends: Uint32Array;
  readonly #text: Uint8Array;
  readonly #add: AddNewlines;

  constructor() {
    const code = Uint8Array.from(atob(NEWLINES_BASE64), (char) => char.charCodeAt(0));
    const memory = new WebAssembly.Memory({ initial: Math.ceil((TEXT + MOST_TEXT + PADDING) / PAGE) });
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } });
    // The module is our own, built from newlines.as.ts; it exports this function, and a test calls it.
    this.#add = exports.addNewlines as AddNewlines;
    this.ends = new Uint32Array(memory.buffer, 0, MOST_ENDS);
    this.#text = new Uint8Array(memory.buffer, TEXT);
  }

  find(bytes: Buffer): number {
    let count = 0;
    for (let from = 0; from < bytes.length && count < MOST_ENDS; from += MOST_TEXT) {
      const piece = bytes.subarray(from, from + MOST_TEXT);
      this.#text.set(piece);
      this.#text.fill(0, piece.length, piece.length + PADDING);
      count = this.#add(piece.length, from, count);
    }
    return count;
  }
}

class PlainFinder implements NewlineFinder {
  readonly ends = new Uint32Array(MOST_ENDS);

  find(bytes: Buffer): number {
    let count = 0;
    for (let at = bytes.indexOf(NEWLINE); at >= 0 && count < MOST_ENDS; at = bytes.indexOf(NEWLINE, at + 1))
      this.ends[count++] = at;
    return count;
  }
}
