// The hot loops, in AssemblyScript: two passes over the text that write down candidates (line, rule), and a count of lines.
// src/match/wasm/kernel-twin.ts does the same in TypeScript; whoever changes one changes the other. layout.ts says where things lie.
import {
  BUCKET_HEADS, CANDIDATE_SIZE, CANDIDATES, CHAIN_HEADS, ENTRIES, ENTRY_ANCHOR, ENTRY_BACK, ENTRY_MASK, ENTRY_NEXT,
  ENTRY_RULE, ENTRY_SIZE, HASH_BITS, LAST_LINES, MAX_CANDIDATES, NIBBLE_MASKS, NO_ENTRY, PROBE_TABLE, RESULT_COUNT,
  RESULT_RESUME, SCRATCH, STATE_LINE_END, STATE_LINE_START,
} from './layout';

/** ORed to every byte before it is hashed: upper and lower case letters become the same, so (?i) costs nothing here. */
const FOLD: u32 = 0x20202020;
const MULTIPLIER: u32 = 0x9e3779b1;
const SHIFT: u32 = 32 - HASH_BITS;
const NEWLINE: u8 = 10;

// @ts-expect-error: decorator
@inline
function hashAt(p: usize): u32 {
  return ((load<u32>(p) | FOLD) * MULTIPLIER) >> SHIFT;
}

// @ts-expect-error: decorator
@inline
function flagged(hash: u32): u32 {
  return load<u8>(PROBE_TABLE + hash);
}

/**
 * The strided pass. A window is as many bytes as the stride and three more, one of which must be found in every match;
 * wherever it lies, one of the four-byte grams at which the stride stops is inside it. So only every
 * eighth, sixth, … position is looked at.
 */
// @ts-expect-error: decorator
@inline
function scanEvery(from: usize, end: usize, stride: usize): void {
  let p = from;
  for (p = skip(p, end, stride); p < end; p = skip(p, end, stride)) {
    for (const stop = min(p + 4 * stride, end); p < stop; p += stride) {
      const hash = hashAt(p);
      if (!flagged(hash)) continue;
      follow(load<u16>(CHAIN_HEADS + (hash << 1)), p);
      if (isNearlyFull()) return stopAt(p + stride);
    }
  }
  stopAt(end);
}

// @ts-expect-error: decorator
@inline
function skip(from: usize, end: usize, stride: usize): usize {
  if (stride == 8) return skip8(from, end);
  if (stride == 6) return skip6(from, end);
  if (stride == 5) return skip5(from, end);
  if (stride == 4) return skip4(from, end);
  return stride == 2 ? skip2(from, end) : skip1(from, end);
}

/** The first four positions with a flag among them, or the last ones. */
// @ts-expect-error: decorator
@inline
function skipEvery(from: usize, end: usize, stride: usize): usize {
  let p = from;
  while (p + 4 * stride <= end) {
    const near = flagged(hashAt(p)) | flagged(hashAt(p + stride));
    const far = flagged(hashAt(p + 2 * stride)) | flagged(hashAt(p + 3 * stride));
    if (near | far) break;
    p += 4 * stride;
  }
  return p;
}

// One copy of the loop a stride, with the stride written into it; functions of their own, so that the loop has all
// registers to itself, and exported, so that they stay so.
export function skip8(from: usize, end: usize): usize { return skipEvery(from, end, 8); }
export function skip6(from: usize, end: usize): usize { return skipEvery(from, end, 6); }
export function skip5(from: usize, end: usize): usize { return skipEvery(from, end, 5); }
export function skip4(from: usize, end: usize): usize { return skipEvery(from, end, 4); }
export function skip2(from: usize, end: usize): usize { return skipEvery(from, end, 2); }
export function skip1(from: usize, end: usize): usize { return skipEvery(from, end, 1); }
export function scanStride8(from: usize, end: usize): void { scanEvery(from, end, 8); }
export function scanStride6(from: usize, end: usize): void { scanEvery(from, end, 6); }
export function scanStride5(from: usize, end: usize): void { scanEvery(from, end, 5); }
export function scanStride4(from: usize, end: usize): void { scanEvery(from, end, 4); }
export function scanStride2(from: usize, end: usize): void { scanEvery(from, end, 2); }
export function scanStride1(from: usize, end: usize): void { scanEvery(from, end, 1); }

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
function bucketsOf(bytes: v128, low: v128, high: v128): v128 {
  const nibble = i8x16.splat(15);
  const byLow = i8x16.relaxed_swizzle(low, v128.and(bytes, nibble));
  return v128.and(byLow, i8x16.relaxed_swizzle(high, v128.and(i16x8.shr_u(bytes, 4), nibble)));
}

/**
 * The first sixteen positions where some bucket ends; which ones goes to SCRATCH, and the lanes' bits behind it. Every
 * byte is looked up once for each of the four positions; what the block before found is shifted in.
 */
export function skipShort(from: usize, end: usize): usize {
  const low0 = v128.load(NIBBLE_MASKS), high0 = v128.load(NIBBLE_MASKS, 16);
  const low1 = v128.load(NIBBLE_MASKS, 32), high1 = v128.load(NIBBLE_MASKS, 48);
  const low2 = v128.load(NIBBLE_MASKS, 64), high2 = v128.load(NIBBLE_MASKS, 80);
  const low3 = v128.load(NIBBLE_MASKS, 96), high3 = v128.load(NIBBLE_MASKS, 112);
  const bytesBefore = v128.load(from - 16);
  let before0 = bucketsOf(bytesBefore, low0, high0);
  let before1 = bucketsOf(bytesBefore, low1, high1);
  let before2 = bucketsOf(bytesBefore, low2, high2);
  for (let p = from; p < end; p += 16) {
    const bytes = v128.load(p);
    const first = bucketsOf(bytes, low0, high0);
    const second = bucketsOf(bytes, low1, high1);
    const third = bucketsOf(bytes, low2, high2);
    const fourth = bucketsOf(bytes, low3, high3);
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

/** The list has room for every entry of one chain beyond this; the caller empties it and calls again. */
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
