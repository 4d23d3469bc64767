// A compiled pattern: a small machine over symbols, made from the tree once and shared by whatever runs it.
import type { Node } from '../syntax/node.ts';
import type { PatternFault } from '../syntax/pattern.ts';

export interface Program {
  /** Bytes that the program itself holds, tables included. */
  readonly byteSize: number;
}

export interface ProgramLimits {
  /** Most instructions that a pattern may compile to. */
  readonly maxInstructions: number;
}

export type CompileResult =
  | { readonly ok: true; readonly program: Program }
  | { readonly ok: false; readonly fault: PatternFault };

export function compileProgram(_root: Node, _limits?: ProgramLimits): CompileResult {
  return { ok: true, program: { byteSize: 0 } };
}
