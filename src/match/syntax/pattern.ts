// What becomes of a pattern's text: the pattern that was understood, or the one fault that stopped it.
import type { Node } from './node.ts';

/** A pattern that was understood. */
export interface Pattern {
  readonly source: string;
  readonly root: Node;
  /** The name of each capturing group, the first group first; null where a group has no name. */
  readonly groups: readonly (string | null)[];
}

/** Why a pattern was refused: a stable code, one sentence that a person can act on, and the place. */
export interface PatternFault {
  readonly code: PatternFaultCode;
  readonly message: string;
  /** Where the refused part begins: an index into the pattern's text as JavaScript counts it. */
  readonly position: number;
}

export type PatternFaultCode =
  | 'too_long'
  | 'too_large'
  | 'too_deep'
  | 'not_unicode'
  | 'missing_parenthesis'
  | 'unexpected_parenthesis'
  | 'missing_bracket'
  | 'bad_class_range'
  | 'unknown_class'
  | 'bad_escape'
  | 'trailing_backslash'
  | 'nothing_to_repeat'
  | 'stacked_repeat'
  | 'repeat_too_large'
  | 'bad_group'
  | 'bad_group_name'
  | 'duplicate_group_name'
  | 'look_around'
  | 'back_reference'
  | 'possessive_repeat'
  | 'atomic_group';

export type ParseResult =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly fault: PatternFault };
