// Required text in the form in which windows are cut from it: plain rows of byte sets. Made once a rule, wherever the rule is compiled.
import type { Node } from '../syntax/node.ts';
import type { ByteSet } from './byte-set.ts';
import { gramsOfRow } from './grams.ts';
import { type Requirement, requiredText, weight } from './required-text.ts';
import type { Sequence, Unit } from './sequence.ts';
import { type Slice, slicesOf } from './slices.ts';

/** One of its alternatives occurs in every matching line, counting the byte before the line and the two behind it. */
export type Clue = readonly Alternative[];

/** Any one of its slices will do to find it. */
export type Alternative = readonly Slice[];

/** Most clues kept of a rule, the weightiest first. */
const MAX_CLUES = 6;

/** Most rows of one clue, and of all of a rule; a clue that asks for one piece of text has one to a dozen. */
const MAX_CLUE_ROWS = 48;
const MAX_RULE_ROWS = 96;

/** Most grams that the rows of a rule may spell: what choosing its windows costs, a few microseconds for a hundred. */
const MAX_RULE_GRAMS = 8192;

export function cluesOf(root: Node): Clue[] {
  const weighed = requiredText(root).map((requirement) => ({ requirement, bits: weight(requirement) }));
  const heaviest = weighed.sort((a, b) => b.bits - a.bits).slice(0, MAX_CLUES);
  const clues: Clue[] = [];
  let [rows, grams] = [0, 0];
  for (const { requirement } of heaviest) {
    const clue = clueOf(requirement);
    const all = clue.flat(2);
    const spelled = all.reduce((sum, row) => sum + gramsOfRow(row), 0);
    if (rows + all.length > MAX_RULE_ROWS || grams + spelled > MAX_RULE_GRAMS) continue;
    rows += all.length;
    grams += spelled;
    clues.push(clue);
  }
  return clues;
}

function clueOf(requirement: Requirement): Clue {
  const maxRows = Math.ceil(MAX_CLUE_ROWS / requirement.length);
  return requirement.map((sequence) => slicesOf(withEdges(sequence), maxRows));
}

/** The characters, and what is known of the bytes around them. */
function withEdges({ before, units, after }: Sequence): readonly Unit[] {
  const edge = (bytes: ByteSet): Unit => [[bytes]];
  const inner = before ? [edge(before), ...units] : units;
  return after ? [...inner, edge(after)] : inner;
}
