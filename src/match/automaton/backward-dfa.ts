// Lines read from their end. A pattern such as [ab]*a[ab]{20}$ needs a million states to be read forward, and a score backward.

import { compileProgram, type Program } from '../program/program.ts';
import type { Assertion, Node } from '../syntax/node.ts';
import type { Decoder } from '../text/decoder.ts';
import { SymbolReader } from '../text/symbol-reader.ts';
import type { DfaOptions } from './dfa-cache.ts';
import { ForwardDfa } from './forward-dfa.ts';

/** Symbols are handed on as bytes. */
const MAX_SYMBOLS = 256;

/** The symbols of the line that is being judged, from its last to its first; all patterns of a thread share the room, as each needs it for one call. Longer lines get room of their own, which is not kept. */
const shared = new Uint8Array(1 << 20);

/** Whether every match ends where the line does, while not every one begins where it begins. */
export function isEndBound(root: Node): boolean {
  return isAnchored(root, 'text-end') && !isAnchored(root, 'text-start');
}

export function canRunBackwards({ roots: [root], symbolCount }: Program): boolean {
  return root !== undefined && symbolCount <= MAX_SYMBOLS && isEndBound(root);
}

function isAnchored(node: Node, assertion: 'text-start' | 'text-end'): boolean {
  switch (node.kind) {
    case 'assert':
      return node.assertion === assertion;
    case 'group':
      return isAnchored(node.body, assertion);
    case 'repeat':
      return node.min > 0 && isAnchored(node.body, assertion);
    case 'concat': {
      const outermost = node.parts.at(assertion === 'text-end' ? -1 : 0);
      return outermost !== undefined && isAnchored(outermost, assertion);
    }
    case 'alternate':
      return node.choices.every((choice) => isAnchored(choice, assertion));
    default:
      return false;
  }
}

/** Decodes each line forward, as characters can only be told so, and matches its symbols from the last to the first. */
export class BackwardDfa {
  readonly #reader: SymbolReader;
  readonly #dfa: ForwardDfa;

  constructor({ roots }: Program, options: DfaOptions) {
    const program = compileProgram({ root: mirrored(roots[0] ?? { kind: 'never' }) });
    this.#reader = new SymbolReader(program.decoder);
    this.#dfa = new ForwardDfa({ ...program, decoder: symbolDecoder(program) }, options);
  }

  /** Bytes of the cache, which `maxBytes` bounds. */
  get cacheBytes(): number {
    return this.#dfa.cacheBytes;
  }

  /** All bytes held now, the program's among them. */
  get byteSize(): number {
    return this.#dfa.byteSize;
  }

  get stateCount(): number {
    return this.#dfa.stateCount;
  }

  /** It will not be used again: others may have the room. */
  release(): void {
    this.#dfa.release();
  }

  test(bytes: Uint8Array, start: number, end: number): boolean {
    const symbols = end - start <= shared.length ? shared : new Uint8Array(end - start);
    const line = { bytes, from: start, end };
    const reader = this.#reader;
    reader.at = start;
    let first = symbols.length;
    while (reader.at < end) symbols[--first] = reader.read(line);
    return this.#dfa.test(symbols, first, symbols.length);
  }
}

/** A decoder for bytes that are symbols already. */
function symbolDecoder({ symbolCount, decoder }: Program): Decoder {
  return {
    columns: Uint8Array.from({ length: 256 }, (_, symbol) => Math.min(symbol, symbolCount - 1)),
    columnCount: symbolCount,
    entries: Int16Array.from({ length: symbolCount }, (_, symbol) => symbol),
    depths: new Uint8Array(1),
    invalidSymbol: decoder.invalidSymbol,
  };
}

const OPPOSITES: Readonly<Record<Assertion, Assertion>> = {
  'text-start': 'text-end',
  'text-end': 'text-start',
  'line-start': 'line-end',
  'line-end': 'line-start',
  'word-boundary': 'word-boundary',
  'not-word-boundary': 'not-word-boundary',
};

/** The tree that matches the characters in the other order. */
function mirrored(node: Node): Node {
  switch (node.kind) {
    case 'assert':
      return { kind: 'assert', assertion: OPPOSITES[node.assertion] };
    case 'concat':
      return { kind: 'concat', parts: node.parts.map(mirrored).reverse() };
    case 'alternate':
      return { kind: 'alternate', choices: node.choices.map(mirrored) };
    case 'group':
    case 'repeat':
      return { ...node, body: mirrored(node.body) };
    default:
      return node;
  }
}
