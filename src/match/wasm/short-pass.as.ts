// The pass for short windows ("Teddy"), in AssemblyScript: it looks at every position for the fingerprints of some windows, at sixteen at once.
// src/match/wasm/kernel-twin.ts does the same in TypeScript; whoever changes one changes the other. nibbles.ts says how its tables are made.
import { BUCKET_HEADS, NIBBLE_MASKS, NIBBLE_VECTOR, SCRATCH } from './layout';
import { follow, isNearlyFull, stopAt } from './candidates.as';

/**
 * For sixteen positions at once, which of eight buckets could end there, told by
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

/** A swizzle looks sixteen nibbles up in sixteen bytes. A relaxed one is one instruction on every machine; they differ only for indexes that no nibble is. */
// @ts-expect-error: decorator
@inline
function bucketsOf(bytes: v128, low: v128, high: v128, nibble: v128): v128 {
  const byLow = i8x16.relaxed_swizzle(low, v128.and(bytes, nibble));
  return v128.and(byLow, i8x16.relaxed_swizzle(high, v128.and(i16x8.shr_u(bytes, 4), nibble)));
}

/**
 * The first sixteen positions where some bucket ends; which ones goes to SCRATCH, and the lanes' bits behind it. Every
 * byte is looked up once for each of the four positions; what the block before found is shifted in.
 */
function skipShort(from: usize, end: usize): usize {
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
