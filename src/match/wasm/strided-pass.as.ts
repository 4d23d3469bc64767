// The strided pass over the text, in AssemblyScript: it looks at every eighth, fourth, second or at every position for grams of some window.
// src/match/wasm/kernel-twin.ts does the same in TypeScript; whoever changes one changes the other. layout.ts says where things lie.
import {
  CHAIN_HEADS, FLAG_SHIFT, FOLD_VECTOR, FOLD4, HASH_MULTIPLIER, HASH_SHIFT, MULTIPLIER_VECTOR, PROBE_TABLE,
} from './layout';
import { follow, isNearlyFull, stopAt } from './candidates.as';

/** The hash of four bytes is the product's upper bits. Folding makes more bytes alike than letters; `follow` tells them apart. */
// @ts-expect-error: decorator
@inline
function productAt(p: usize): u32 {
  return (load<u32>(p) | FOLD4) * <u32>HASH_MULTIPLIER;
}

/** Whether the gram of that product is one of some window: 1, or 0. */
// @ts-expect-error: decorator
@inline
function flagged(product: u32): u32 {
  return (load<u8>(product >> HASH_SHIFT, PROBE_TABLE) >> ((product >> FLAG_SHIFT) & 7)) & 1;
}

/**
 * A window is as many bytes as the stride and three more, or longer; one of them must be found in every match;
 * wherever it lies, one of the four-byte grams at which the stride stops is inside it, and flagged. So only every
 * eighth, fourth, … position is looked at. What the loops below load behind `end` is padding, and what they find there does not count.
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
function lookAt(p: usize, end: usize, stride: usize): bool {
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
