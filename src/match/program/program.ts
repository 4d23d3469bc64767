// A compiled pattern, or several in one: instructions over an alphabet, and the decoder that turns bytes into it. Plain data that any thread may be sent.
import type { Assertion, Node, Ranges } from '../syntax/node.ts';
import type { Pattern } from '../syntax/pattern.ts';
import { type Alphabet, buildAlphabet, symbolOf, symbolsOf } from '../text/alphabet.ts';
import { buildDecoder } from '../text/build-decoder.ts';
import type { Decoder } from '../text/decoder.ts';
import { ASSERTIONS, END, LINE_FEED, OTHER, WORD } from './context.ts';
import { ASSERT, type Code, type CodeForm, emitCode } from './emit.ts';

export interface Program {
  /** The trees that it was made of, one a pattern: what several programs are combined from. */
  readonly roots: readonly Node[];
  readonly code: Code;
  readonly decoder: Decoder;
  /** How many symbols there are; the number itself stands for the end of the line. */
  readonly symbolCount: number;
  /** Row by row, class by class, a bit for each symbol: set where the class holds it, as `accepts` reads it. */
  readonly acceptance: Uint8Array;
  /** What each symbol, and the end, is to an assertion beside it. */
  readonly contexts: Uint8Array;
  /** Bytes held by all of this. */
  readonly byteSize: number;
}

/** The program of a pattern that is known not to be too large. */
export function compileProgram({ root }: Pick<Pattern, 'root'>): Program {
  return assemble([root]);
}

/** Whether a class, by its number, holds a symbol. The end of the line is in no class. */
export function accepts({ acceptance, symbolCount }: Program, number: number, symbol: number): boolean {
  return (((acceptance[number * rowBytes(symbolCount) + (symbol >>> 3)] ?? 0) >>> (symbol & 7)) & 1) === 1;
}

/** The symbols and the end, in whole bytes. */
const rowBytes = (symbolCount: number): number => (symbolCount + 8) >>> 3;

/** One program that looks for all patterns of the given ones, numbered in their order. */
export function combinePrograms(programs: readonly Pick<Program, 'roots'>[]): Program {
  return assemble(programs.flatMap((program) => program.roots));
}

/** The program that a pattern's captures are read by; its size is bounded by that of the search's. */
export function compileForCaptures({ root }: Pick<Pattern, 'root'>): Program {
  return assemble([root], 'captures');
}

function assemble(roots: readonly Node[], form: CodeForm = 'search'): Program {
  const code = emitCode(roots, form);
  const asserted = new Set(code.x.filter((_, at) => code.op[at] === ASSERT).map(Number));
  const uses = (...names: readonly Assertion[]) => names.some((name) => asserted.has(ASSERTIONS.indexOf(name)));
  const kinds: (readonly [number, Ranges])[] = [];
  if (uses('line-start', 'line-end')) kinds.push([LINE_FEED, [10, 10]]);
  if (uses('word-boundary', 'not-word-boundary')) kinds.push([WORD, ASCII_WORD]);
  const alphabet = buildAlphabet([...code.classes, ...kinds.map(([, ranges]) => ranges)]);
  const decoder = buildDecoder(alphabet);
  const acceptance = acceptanceOf(code.classes, alphabet);
  const contexts = contextsOf(kinds, alphabet);
  const byteSize = 9 * code.op.length + acceptance.length + decoder.entries.byteLength + 256;
  return { roots, code, decoder, symbolCount: alphabet.size, acceptance, contexts, byteSize };
}

const ASCII_WORD: Ranges = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];

function acceptanceOf(classes: readonly Ranges[], alphabet: Alphabet): Uint8Array {
  const bytes = rowBytes(alphabet.size);
  const bits = new Uint8Array(classes.length * bytes);
  for (const [number, ranges] of classes.entries()) {
    for (const symbol of symbolsOf(alphabet, ranges)) {
      const at = number * bytes + (symbol >>> 3);
      bits[at] = (bits[at] ?? 0) | (1 << (symbol & 7));
    }
  }
  return bits;
}

function contextsOf(kinds: readonly (readonly [number, Ranges])[], alphabet: Alphabet): Uint8Array {
  const contexts = new Uint8Array(alphabet.size + 1).fill(OTHER);
  for (const [context, ranges] of kinds)
    for (let i = 0; i < ranges.length; i += 2)
      for (let codePoint = ranges[i] ?? 0; codePoint <= (ranges[i + 1] ?? 0); codePoint++)
        contexts[symbolOf(alphabet, codePoint)] = context;
  contexts[alphabet.size] = END;
  return contexts;
}
