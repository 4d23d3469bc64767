// The tree written out again in the plainest syntax, for an engine that need not agree with ours about flags, names and Unicode.
import type { Assertion, Node, Ranges } from '../syntax/node.ts';

const ASSERTIONS: Readonly<Record<Assertion, string>> = {
  'text-start': '\\A',
  'text-end': '\\z',
  'line-start': '(?m:^)',
  'line-end': '(?m:$)',
  'word-boundary': '\\b',
  'not-word-boundary': '\\B',
};

/** Means what the tree means, with the same groups by number: no flags but on anchors, no names, classes as code points. */
export function canonicalPattern(node: Node): string {
  switch (node.kind) {
    case 'empty':
      return '(?:)';
    case 'never':
      return '[^\\x{0}-\\x{10FFFF}]';
    case 'class':
      return bracketed(node.ranges);
    case 'assert':
      return ASSERTIONS[node.assertion];
    case 'concat':
      return node.parts.map(canonicalPattern).join('');
    case 'alternate':
      return `(?:${node.choices.map(canonicalPattern).join('|')})`;
    case 'group':
      return `(${canonicalPattern(node.body)})`;
    case 'repeat':
      return `(?:${canonicalPattern(node.body)})${counted(node.min, node.max)}${node.greedy ? '' : '?'}`;
  }
}

function bracketed(ranges: Ranges): string {
  const codes = ranges.map((codePoint) => `\\x{${codePoint.toString(16)}}`);
  return `[${codes.map((code, index) => (index % 2 === 0 ? code : `-${code}`)).join('')}]`;
}

function counted(min: number, max: number): string {
  if (max === Infinity && min < 2) return min === 0 ? '*' : '+';
  if (min === 0 && max === 1) return '?';
  return max === Infinity ? `{${min},}` : `{${min},${max}}`;
}
