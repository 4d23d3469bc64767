// The places of a program at which threads wait, numbered so that a set of them is a row of bits and most steps are a shift of it.
import { FIRST_LOOKING_AHEAD } from './context.ts';
import { ASSERT, CLASS, type Code, MATCH, SPLIT } from './emit.ts';

/**
 * Positions are numbered in the order of the pattern's text: behind a character the thread goes to the next position
 * (`moves`), remains in a loop (`stays`), or both; whatever else it does is listed (`jumps`). All sets are rows of bits,
 * position p being bit p % 32 of word p / 32.
 */
export interface Positions {
  readonly count: number;
  /** Words that a set of positions takes. */
  readonly words: number;
  /** The instruction of each position, and the position of each instruction or -1. */
  readonly instructions: Int32Array;
  readonly numbers: Int32Array;
  /** The assertions that wait for a glance at the next character; all others are classes. */
  readonly open: Int32Array;
  readonly stays: Int32Array;
  readonly moves: Int32Array;
  readonly jumps: Int32Array;
  /** Where the jumps of each position begin in `targets`; the next position's are their end. None for one that jumps: its targets are too many, or depend on the context, and are found by a walk over the program. */
  readonly targetsAt: Int32Array;
  /** A position, or ~pattern for the match of one. */
  readonly targets: Int32Array;
}

/** Longest list of targets that is worth its memory; where more follow, a walk finds them, each instruction once a step. */
const MAX_LISTED = 8;

/** Most instructions that are looked at to make such a list. */
const MAX_VISITED = 24;

export function findPositions(code: Code): Positions {
  const { instructions, numbers } = numbered(code);
  const count = instructions.length;
  const words = (count + 31) >>> 5;
  const noPositions = () => new Int32Array(words);
  const [open, stays, moves, jumps] = [noPositions(), noPositions(), noPositions(), noPositions()];
  const targetsAt = new Int32Array(count + 1);
  const targets: number[] = [];
  for (let position = 0; position < count; position++) {
    const instruction = instructions[position] ?? 0;
    targetsAt[position] = targets.length;
    if (code.op[instruction] === ASSERT) {
      mark(open, position);
      continue;
    }
    const behind = targetsBehind(code, numbers, instruction);
    if (behind === undefined || behind.some((target) => target !== position && target !== position + 1))
      mark(jumps, position);
    for (const target of behind ?? []) {
      if (target === position) mark(stays, position);
      else if (target === position + 1) mark(moves, position);
      else targets.push(target);
    }
  }
  targetsAt[count] = targets.length;
  const sets = { open, stays, moves, jumps };
  return { count, words, instructions, numbers, ...sets, targetsAt, targets: Int32Array.from(targets) };
}

/** The code was emitted backwards, so that the text's order is the reverse of the instructions'. */
function numbered({ op, x }: Code): Pick<Positions, 'instructions' | 'numbers'> {
  const instructions: number[] = [];
  const numbers = new Int32Array(op.length).fill(-1);
  for (let at = op.length - 1; at >= 0; at--) {
    const waits = op[at] === CLASS || (op[at] === ASSERT && (x[at] ?? 0) >= FIRST_LOOKING_AHEAD);
    if (waits) numbers[at] = instructions.push(at) - 1;
  }
  return { instructions: Int32Array.from(instructions), numbers };
}

/** Everything that a thread reaches behind the character of `instruction`; undefined when that is long or not always the same. */
function targetsBehind(code: Code, numbers: Int32Array, instruction: number): number[] | undefined {
  const next = code.y[instruction] ?? 0;
  if ((numbers[next] ?? -1) >= 0) return [numbers[next] ?? 0];
  const found: number[] = [];
  const seen: number[] = [];
  const waiting = [next];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.includes(at)) continue;
    seen.push(at);
    const op = code.op[at];
    const x = code.x[at] ?? 0;
    const y = code.y[at] ?? 0;
    if (op === SPLIT) waiting.push(x, y);
    else if (op === MATCH) found.push(~x);
    else if ((numbers[at] ?? -1) >= 0) found.push(numbers[at] ?? 0);
    else if (op === ASSERT) return undefined;
    if (found.length > MAX_LISTED || seen.length > MAX_VISITED) return undefined;
  }
  return found;
}

function mark(set: Int32Array, position: number): void {
  set[position >>> 5] = (set[position >>> 5] ?? 0) | (1 << (position & 31));
}
