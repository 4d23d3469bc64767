// How large a pattern becomes when it is compiled: counted from its tree, so that what is too large is refused before any of it is made.
import type { Node, Ranges } from '../syntax/node.ts';
import type { PatternFault } from '../syntax/pattern.ts';
import { instructionCount } from './emit.ts';

/** Most parts of one pattern: about what RE2 allows in its 8 MiB. A full count of \w takes a thousand. */
const MAX_PARTS = 100_000;

/** What a further range of a class counts for: in the tree, and in the tables that decode it, it takes as much as four instructions. */
const PARTS_OF_RANGE = 4;

/** Instructions, and the ranges beyond the first of each class that the pattern has, once for each class: `\pL{9}` has nine of the one and some hundred of the other. */
export function partCount(root: Node): number {
  const classes = new Set<Ranges>();
  collectClasses(root, classes);
  let ranges = 0;
  for (const one of classes) ranges += (one.length >> 1) - 1;
  return instructionCount(root) + PARTS_OF_RANGE * ranges;
}

function collectClasses(node: Node, into: Set<Ranges>): void {
  switch (node.kind) {
    case 'class':
      into.add(node.ranges);
      break;
    case 'group':
    case 'repeat':
      collectClasses(node.body, into);
      break;
    case 'concat':
      for (const part of node.parts) collectClasses(part, into);
      break;
    case 'alternate':
      for (const choice of node.choices) collectClasses(choice, into);
  }
}

/** The fault of a pattern that is too large to be compiled. */
export function sizeFault(parts: number, maxParts = MAX_PARTS): PatternFault | undefined {
  if (parts <= maxParts) return undefined;
  const message = `With its repetitions and classes written out the pattern has ${parts} parts, at most ${maxParts} are allowed; ask for fewer repetitions.`;
  return { code: 'too_large', message, position: 0 };
}
