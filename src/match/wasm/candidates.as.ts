// What both passes do where they stop, in AssemblyScript: compare the bytes there with windows, and write down candidates (line, rule).
// src/match/wasm/kernel-twin.ts does the same in TypeScript; whoever changes one changes the other. layout.ts says where things lie.
import {
  CANDIDATE_SIZE, CANDIDATES, ENTRIES, ENTRY_ANCHOR, ENTRY_BACK, ENTRY_MASK, ENTRY_NEXT, ENTRY_RULE, ENTRY_SIZE,
  LAST_LINES, MAX_CANDIDATES, NO_ENTRY, RESULT_COUNT, RESULT_RESUME, STATE_LINE_END, STATE_LINE_START,
} from './layout';
import { lineEndOf, lineStartOf, NEWLINE } from './line-ends.as';

/** The list has room for every rule once beyond this, and a chain names each rule for one line only; the caller empties it and calls again. */
export function isNearlyFull(): bool {
  return load<i32>(RESULT_COUNT) > MAX_CANDIDATES / 2;
}

export function stopAt(p: usize): void {
  store<u32>(RESULT_RESUME, <u32>p);
}

/** Compares the bytes around a flagged position with every window of the chain, sixteen at once. */
export function follow(first: u32, p: usize): void {
  for (let index = first; index != NO_ENTRY; ) {
    const entry: usize = ENTRIES + index * ENTRY_SIZE;
    const at = p - load<u16>(entry, ENTRY_BACK);
    const differs = v128.xor(v128.and(v128.load(at), v128.load(entry, ENTRY_MASK)), v128.load(entry));
    if (!v128.any_true(differs)) writeDown(at + load<u16>(entry, ENTRY_ANCHOR), load<u16>(entry, ENTRY_RULE));
    index = load<u16>(entry, ENTRY_NEXT);
  }
}

/**
 * Writes down the rule and the line around `at`, once for each line. The line is looked for only when it is another
 * one than the last, so a long line with many candidates still costs linear time.
 */
function writeDown(at: usize, rule: u32): void {
  if (load<u8>(at) == NEWLINE) return;
  let lineStart = load<u32>(STATE_LINE_START);
  let lineEnd = load<u32>(STATE_LINE_END);
  if (<u32>at < lineStart || <u32>at >= lineEnd) {
    lineStart = <u32>lineStartOf(at);
    lineEnd = <u32>lineEndOf(at);
    store<u32>(STATE_LINE_START, lineStart);
    store<u32>(STATE_LINE_END, lineEnd);
  }
  const last = LAST_LINES + (rule << 2);
  if (load<u32>(last) == lineStart) return;
  store<u32>(last, lineStart);
  const count = load<u32>(RESULT_COUNT);
  const candidate = CANDIDATES + count * CANDIDATE_SIZE;
  store<u32>(candidate, lineStart);
  store<u32>(candidate, lineEnd, 4);
  store<u32>(candidate, rule, 8);
  store<u32>(RESULT_COUNT, count + 1);
}
