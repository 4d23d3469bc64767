// How deep a pattern nests, so that the functions that walk its tree by recursion never go deeper than agreed.
import type { Node } from './node.ts';

/** Deepest nesting of a tree that is accepted, as in Go. */
export const MAX_DEPTH = 1000;

/** How deep a tree nests. Neighbouring literals count as one, as do choices between single characters. */
export function depthOf(node: Node): number {
  switch (node.kind) {
    case 'group':
    case 'repeat':
      return 1 + depthOf(node.body);
    case 'concat':
      return node.parts.every(isLiteral) ? 1 : 1 + Math.max(...node.parts.map(depthOf));
    case 'alternate':
      return node.choices.every((choice) => choice.kind === 'class') ? 1 : 1 + Math.max(...node.choices.map(depthOf));
    default:
      return 1;
  }
}

function isLiteral(node: Node): boolean {
  return node.kind === 'class' && node.ranges.length === 2 && node.ranges[0] === node.ranges[1];
}
