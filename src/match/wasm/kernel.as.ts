// The hot loops, in AssemblyScript: two passes over the text that write down candidates (line, rule), and a count of lines.
// src/match/wasm/kernel-twin.ts does the same in TypeScript; whoever changes one changes the other. layout.ts says where things lie.
import {
  BUCKET_HEADS, CANDIDATE_SIZE, CANDIDATES, CHAIN_HEADS, ENTRIES, ENTRY_ANCHOR, ENTRY_BACK, ENTRY_MASK, ENTRY_NEXT,
  ENTRY_RULE, ENTRY_SIZE, FLAG_SHIFT, FOLD_VECTOR, FOLD4, HASH_MULTIPLIER, HASH_SHIFT, LAST_LINES, MAX_CANDIDATES,
  MULTIPLIER_VECTOR, NIBBLE_MASKS, NIBBLE_VECTOR, NO_ENTRY, PROBE_TABLE, RESULT_COUNT, RESULT_RESUME, SCRATCH,
  STATE_LINE_END, STATE_LINE_START,
} from './layout';

const NEWLINE: u8 = 10;

// @ts-expect-error: decorator
@inline
function productAt(p: usize): u32 {
  return (load<u32>(p) | FOLD4) * <u32>HASH_MULTIPLIER;
}

// @ts-expect-error: decorator
@inline
function flagged(product: u32): u32 {
  return (load<u8>(product >> HASH_SHIFT, PROBE_TABLE) >> ((product >> FLAG_SHIFT) & 7)) & 1;
}

/**
 * The strided pass. A window is as many bytes as the stride and three more, or longer; one of them must be found in every match;
 * wherever it lies, one of the four-byte grams at which the stride stops is inside it, and flagged. So only every
 * eighth, fourth, … position is looked at.
 */
export function scanStrided(from: usize, end: usize, stride: usize): void {
  if (stride == 8) scan8(from, end);
  else if (stride == 4) scan4(from, end);
  else if (stride == 2) scan2(from, end);
  else scan1(from, end);
}

/**
 * Follows those of four grams that are flagged themselves; true when the list of candidates is nearly full, and then it says where
 * to go on. First all four are looked at and then branches taken: which of them it is the processor cannot foresee, and each wrong
 * guess costs more than all this. The list is looked at behind each chain: four may name all rules for four lines.
 */
export function lookAt(p: usize, end: usize, stride: usize): bool {
  let found = flagged(productAt(p));
  found |= flagged(productAt(p + stride)) << 1;
  found |= flagged(productAt(p + 2 * stride)) << 2;
  found |= flagged(productAt(p + 3 * stride)) << 3;
  for (; found; found &= found - 1) {
    const at = p + stride * ctz(found);
    if (at >= end) break;
    follow(load<u16>(CHAIN_HEADS + ((productAt(at) >> HASH_SHIFT) << 1)), at);
    if (!isNearlyFull()) continue;
    stopAt(at + stride);
    return true;
  }
  return false;
}

// V8 makes a vector that is written as a constant anew in each turn of a loop, at more than the cost of the turn itself;
// one that was loaded from memory stays in its register. One loop a stride, so that each has all registers to itself.
export function scan8(from: usize, end: usize): void {
  const fold = v128.load(FOLD_VECTOR), multiplier = v128.load(MULTIPLIER_VECTOR);
  let p = from;
  for (; p < end; p += 32) {
    const grams = v128.shuffle<i32>(v128.load(p), v128.load(p, 16), 0, 2, 4, 6);
    if (anyFlagged(grams, fold, multiplier) && lookAt(p, end, 8)) return;
  }
  stopAt(end);
}

// Two vectors a turn, so that one branch serves eight grams.
export function scan4(from: usize, end: usize): void {
  const fold = v128.load(FOLD_VECTOR), multiplier = v128.load(MULTIPLIER_VECTOR);
  for (let p = from; p < end; p += 32) {
    const found = anyFlagged(v128.load(p), fold, multiplier) | anyFlagged(v128.load(p, 16), fold, multiplier);
    if (found && (lookAt(p, end, 4) || lookAt(p + 16, end, 4))) return;
  }
  stopAt(end);
}

// Grams that overlap lie in vectors that were loaded from neighbouring positions; to shift them out of one would cost more.
export function scan2(from: usize, end: usize): void {
  const fold = v128.load(FOLD_VECTOR), multiplier = v128.load(MULTIPLIER_VECTOR);
  for (let p = from; p < end; p += 16) {
    const found = anyFlagged(v128.load(p), fold, multiplier) | anyFlagged(v128.load(p, 2), fold, multiplier);
    if (found && (lookAt(p, end, 2) || lookAt(p + 8, end, 2))) return;
  }
  stopAt(end);
}

export function scan1(from: usize, end: usize): void {
  const fold = v128.load(FOLD_VECTOR), multiplier = v128.load(MULTIPLIER_VECTOR);
  for (let p = from; p < end; p += 16) {
    const even = anyFlagged(v128.load(p), fold, multiplier) | anyFlagged(v128.load(p, 2), fold, multiplier);
    const odd = anyFlagged(v128.load(p, 1), fold, multiplier) | anyFlagged(v128.load(p, 3), fold, multiplier);
    if ((even | odd) && lookAtSixteen(p, end)) return;
  }
  stopAt(end);
}

function lookAtSixteen(p: usize, end: usize): bool {
  return lookAt(p, end, 1) || lookAt(p + 4, end, 1) || lookAt(p + 8, end, 1) || lookAt(p + 12, end, 1);
}

/** Whether one of four grams has some flag in its place of the probe table: not yet, whether it is its own. */
// @ts-expect-error: decorator
@inline
function anyFlagged(grams: v128, fold: v128, multiplier: v128): u32 {
  const places = i32x4.shr_u(i32x4.mul(v128.or(grams, fold), multiplier), HASH_SHIFT);
  // Two places at a time leave the vector, which costs less than one by one.
  const near = i64x2.extract_lane(places, 0), far = i64x2.extract_lane(places, 1);
  return (
    load<u8>(<usize>near, PROBE_TABLE) |
    load<u8>(<usize>(near >> 32), PROBE_TABLE) |
    load<u8>(<usize>far, PROBE_TABLE) |
    load<u8>(<usize>(far >> 32), PROBE_TABLE)
  );
}

/**
 * The pass for short windows ("Teddy"): for sixteen positions at once, which of eight buckets could end there, told by
 * the nibbles of four neighbouring bytes. A bucket holds the fingerprints of some windows; the probe of an entry is
 * the fingerprint's last byte.
 */
export function scanShort(from: usize, end: usize): void {
  let p = from;
  for (p = skipShort(p, end); p < end; p = skipShort(p + 16, end)) {
    let lanes: u32 = load<u16>(SCRATCH + 16);
    for (; lanes != 0; lanes &= lanes - 1) {
      const lane = ctz(lanes);
      let buckets: u32 = load<u8>(SCRATCH + lane);
      for (; buckets != 0; buckets &= buckets - 1) follow(load<u16>(BUCKET_HEADS + (ctz(buckets) << 1)), p + lane);
    }
    if (isNearlyFull()) return stopAt(p + 16);
  }
  stopAt(end);
}

// @ts-ignore: decorator
@inline
function bucketsOf(bytes: v128, low: v128, high: v128, nibble: v128): v128 {
  const byLow = i8x16.relaxed_swizzle(low, v128.and(bytes, nibble));
  return v128.and(byLow, i8x16.relaxed_swizzle(high, v128.and(i16x8.shr_u(bytes, 4), nibble)));
}

/**
 * The first sixteen positions where some bucket ends; which ones goes to SCRATCH, and the lanes' bits behind it. Every
 * byte is looked up once for each of the four positions; what the block before found is shifted in.
 */
export function skipShort(from: usize, end: usize): usize {
  const nibble = v128.load(NIBBLE_VECTOR);
  const low0 = v128.load(NIBBLE_MASKS), high0 = v128.load(NIBBLE_MASKS, 16);
  const low1 = v128.load(NIBBLE_MASKS, 32), high1 = v128.load(NIBBLE_MASKS, 48);
  const low2 = v128.load(NIBBLE_MASKS, 64), high2 = v128.load(NIBBLE_MASKS, 80);
  const low3 = v128.load(NIBBLE_MASKS, 96), high3 = v128.load(NIBBLE_MASKS, 112);
  const bytesBefore = v128.load(from - 16);
  let before0 = bucketsOf(bytesBefore, low0, high0, nibble);
  let before1 = bucketsOf(bytesBefore, low1, high1, nibble);
  let before2 = bucketsOf(bytesBefore, low2, high2, nibble);
  for (let p = from; p < end; p += 16) {
    const bytes = v128.load(p);
    const first = bucketsOf(bytes, low0, high0, nibble);
    const second = bucketsOf(bytes, low1, high1, nibble);
    const third = bucketsOf(bytes, low2, high2, nibble);
    const fourth = bucketsOf(bytes, low3, high3, nibble);
    const shifted = v128.and(
      v128.and(
        v128.shuffle<i8>(before0, first, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28),
        v128.shuffle<i8>(before1, second, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29),
      ),
      v128.shuffle<i8>(before2, third, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30),
    );
    const found = v128.and(shifted, fourth);
    if (v128.any_true(found)) {
      v128.store(SCRATCH, found);
      store<u16>(SCRATCH + 16, <u16>i8x16.bitmask(i8x16.ne(found, i8x16.splat(0))));
      return p;
    }
    before0 = first;
    before1 = second;
    before2 = third;
  }
  return end;
}

/** The list has room for every rule once beyond this, and a chain names each rule for one line only; the caller empties it and calls again. */
function isNearlyFull(): bool {
  return load<i32>(RESULT_COUNT) > MAX_CANDIDATES / 2;
}

function stopAt(p: usize): void {
  store<u32>(RESULT_RESUME, <u32>p);
}

/** Compares the bytes around a flagged position with every window of the chain, sixteen at once. */
function follow(first: u32, p: usize): void {
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

/** Where the line around `at` begins. A `\n` stands before the text, so this ends. */
export function lineStartOf(at: usize): usize {
  let p = at - 16;
  let newlines = newlinesAt(p);
  while (!newlines) {
    p -= 16;
    newlines = newlinesAt(p);
  }
  return p + (32 - clz(newlines));
}

/** Where the line around `at` ends: at its `\n`. One stands behind the text. */
export function lineEndOf(at: usize): usize {
  let p = at;
  let newlines = newlinesAt(p);
  while (!newlines) {
    p += 16;
    newlines = newlinesAt(p);
  }
  return p + ctz(newlines);
}

/** How many `\n` there are in [from, end). */
export function countNewlines(from: usize, end: usize): u32 {
  let count: u32 = 0;
  let p = from;
  for (; p + 16 <= end; p += 16) count += popcnt(newlinesAt(p));
  for (; p < end; p++) count += load<u8>(p) == NEWLINE ? 1 : 0;
  return count;
}

// @ts-expect-error: decorator
@inline
function newlinesAt(p: usize): u32 {
  return <u32>i8x16.bitmask(i8x16.eq(v128.load(p), i8x16.splat(NEWLINE)));
}
