// Repetition operators: * + ? {n} {n,} {n,m}, each with a ? that turns its greediness around.
import type { Node } from './node.ts';
import type { Reader } from './reader.ts';

/** Most repetitions that a count may ask for, nested counts multiplied. */
export const MAX_REPEAT = 1000;

/** Numbers are written without leading zeros, and the minimum must be there. */
const OPERATOR = /([*+?]|\{(0|[1-9]\d*)(,(0|[1-9]\d*)?)?\})(\??)/y;

export interface Repetition {
  readonly min: number;
  readonly max: number;
  readonly greedy: boolean;
  readonly position: number;
  readonly text: string;
}

/** Reads a repetition operator; undefined when none stands here. A brace that is no well-formed count is a literal. */
export function readRepetition(reader: Reader, greedyByDefault: boolean): Repetition | undefined {
  const position = reader.position;
  const found = reader.match(OPERATOR);
  if (!found) return undefined;
  const [text, operator = '', minText, comma, maxText, lazy] = found;
  const min = operator === '+' ? 1 : Number(minText ?? 0);
  const max = operator === '?' ? 1 : minText !== undefined && !comma ? min : Number(maxText ?? Infinity);
  if (min > MAX_REPEAT || (max > MAX_REPEAT && max !== Infinity))
    reader.refuse(
      'repeat_too_large',
      position,
      `The count ${operator} is too large; at most ${MAX_REPEAT} repetitions are allowed.`,
    );
  if (min > max) reader.refuse('repeat_too_large', position, `The count ${operator} asks for more than its maximum.`);
  return { min, max, greedy: greedyByDefault !== (lazy === '?'), position, text };
}

/** Refuses an operator that directly follows another, as in a** or a++. */
export function refuseStacked(reader: Reader, { position, text }: Repetition): never {
  const both = reader.text.slice(position - 1, position + text.length);
  if (text.startsWith('+'))
    reader.refuse(
      'possessive_repeat',
      position,
      `Possessive repetitions (${both}) are not supported and not needed, as matching never goes back: leave out the second +.`,
    );
  return reader.refuse(
    'stacked_repeat',
    position,
    `The operator ${text} repeats a repetition; put the first one in (?:…).`,
  );
}

/**
 * How often the most repeated part of a tree may occur when counts that lie within each other multiply. Go refuses a
 * pattern where that is over 1000; counts without an upper bound enter with their minimum, and {0} hides what it holds.
 */
export function nestedCount(node: Node): number {
  switch (node.kind) {
    case 'repeat': {
      if (node.max === 0) return 1;
      const times = node.max === Infinity ? node.min : node.max;
      return Math.max(times, 1) * nestedCount(node.body);
    }
    case 'group':
      return nestedCount(node.body);
    case 'concat':
      return Math.max(...node.parts.map(nestedCount));
    case 'alternate':
      return Math.max(...node.choices.map(nestedCount));
    default:
      return 1;
  }
}
