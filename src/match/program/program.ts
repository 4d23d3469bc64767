// A compiled pattern, or several in one: instructions over an alphabet, and the decoder that turns bytes into it. Plain data that any thread may be sent.
import type { Assertion, Node, Ranges } from '../syntax/node.ts';
import type { Pattern, PatternFault } from '../syntax/pattern.ts';
import { includes } from '../syntax/ranges.ts';
import { type Alphabet, buildAlphabet, symbolOf } from '../text/alphabet.ts';
import { buildDecoder, type Decoder } from '../text/decoder.ts';
import { ASSERTIONS, END, LINE_FEED, OTHER, WORD } from './context.ts';
import { ASSERT, type Code, type CodeForm, emitCode, instructionCount } from './emit.ts';

export interface Program {
  /** The trees that it was made of, one a pattern: what several programs are combined from. */
  readonly roots: readonly Node[];
  readonly code: Code;
  readonly decoder: Decoder;
  /** How many symbols there are; the number itself stands for the end of the line. */
  readonly symbolCount: number;
  /** Row by row, class by class: 1 where the class holds the symbol. The end of the line is in no class. */
  readonly accepts: Uint8Array;
  /** What each symbol, and the end, is to an assertion beside it. */
  readonly contexts: Uint8Array;
  /** Bytes held by all of this. */
  readonly byteSize: number;
}

/** Most instructions that one pattern may become: about what RE2 allows in its 8 MiB. A full count of \w takes a thousand. */
export const MAX_INSTRUCTIONS = 100_000;

export type CompileResult =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly fault: PatternFault };

export function compileProgram(
  { root }: Pick<Pattern, 'root'>,
  limits: { readonly maxInstructions: number } = { maxInstructions: MAX_INSTRUCTIONS },
): CompileResult {
  const fault = checkProgramSize({ root }, limits);
  return fault ? { ok: false, fault } : { ok: true, program: assemble([root]) };
}

/** The fault of a pattern that is too large to be compiled. The size is counted, not tried out. */
export function checkProgramSize(
  { root }: Pick<Pattern, 'root'>,
  limits: { readonly maxInstructions: number } = { maxInstructions: MAX_INSTRUCTIONS },
): PatternFault | undefined {
  const size = instructionCount(root);
  if (size <= limits.maxInstructions) return undefined;
  const message = `With its repetitions written out the pattern has ${size} parts, at most ${limits.maxInstructions} are allowed; ask for fewer repetitions.`;
  return { code: 'too_large', message, position: 0 };
}

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
  const accepts = acceptance(code.classes, alphabet);
  const contexts = contextsOf(kinds, alphabet);
  const byteSize = 9 * code.op.length + accepts.length + 4 * decoder.entries.length + 256;
  return { roots, code, decoder, symbolCount: alphabet.size, accepts, contexts, byteSize };
}

const ASCII_WORD: Ranges = [0x30, 0x39, 0x41, 0x5a, 0x5f, 0x5f, 0x61, 0x7a];

function acceptance(classes: readonly Ranges[], alphabet: Alphabet): Uint8Array {
  const columns = alphabet.size + 1;
  const accepts = new Uint8Array(classes.length * columns);
  classes.forEach((ranges, number) => {
    alphabet.starts.forEach((start, run) => {
      if (includes(ranges, start)) accepts[number * columns + (alphabet.symbols[run] ?? 0)] = 1;
    });
  });
  return accepts;
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
