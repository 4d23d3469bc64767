// The tree of a parsed pattern: the language in which the parser, the analysis of required text and the compiler speak of a pattern.

/**
 * The tree of a parsed pattern: what it means, with nothing left of how it was written. Flags are resolved away
 * ((?i) is folded into the ranges, (?s) and (?m) choose the node, (?U) the greediness), escapes and names likewise.
 */
export type Node = EmptyNode | NeverNode | ClassNode | AssertNode | ConcatNode | AlternateNode | RepeatNode | GroupNode;

/** Matches the empty text, anywhere. */
export interface EmptyNode {
  readonly kind: 'empty';
}

/** Matches nothing at all, as the class `[^\x00-\x{10FFFF}]`. */
export interface NeverNode {
  readonly kind: 'never';
}

/** Matches one code point; a literal is a class of one. */
export interface ClassNode {
  readonly kind: 'class';
  readonly ranges: Ranges;
}

/** Code points as lo, hi, lo, hi, …: both ends belong to it, sorted, not empty, no two ranges touch. */
export type Ranges = readonly number[];

/** Matches the empty text where something holds. */
export interface AssertNode {
  readonly kind: 'assert';
  readonly assertion: Assertion;
}

/**
 * The `line-` forms come from `^` and `$` under (?m): they also hold beside a line feed within the text. The word
 * boundary knows ASCII words only.
 */
export type Assertion = 'text-start' | 'text-end' | 'line-start' | 'line-end' | 'word-boundary' | 'not-word-boundary';

export interface ConcatNode {
  readonly kind: 'concat';
  /** At least two. */
  readonly parts: readonly Node[];
}

export interface AlternateNode {
  readonly kind: 'alternate';
  /** At least two; an earlier one is preferred when captures are taken. */
  readonly choices: readonly Node[];
}

export interface RepeatNode {
  readonly kind: 'repeat';
  readonly body: Node;
  readonly min: number;
  /** At least `min`; `Infinity` when there is no upper bound. */
  readonly max: number;
  /** Whether more is preferred to less. It decides captures, never whether a line matches. */
  readonly greedy: boolean;
}

export interface GroupNode {
  readonly kind: 'group';
  readonly body: Node;
  /** Capturing groups count from 1, in the order of their opening parentheses. */
  readonly index: number;
  readonly name?: string;
}
