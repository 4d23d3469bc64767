// The tables of the short pass ("Teddy"): for each of four places, which of eight buckets a byte may belong to, told by its two nibbles.

export const BUCKETS = 8;
export const PLACES = 4;

/** For each place 16 bytes for the low nibble and 16 for the high one; a bit for each bucket. */
export type NibbleMasks = Uint8Array;

/** What the two nibbles of each byte say together at one place. */
export function bucketsByByte(masks: NibbleMasks, place: number): Uint8Array {
  const low = 32 * place;
  const buckets = new Uint8Array(256);
  for (let byte = 0; byte < 256; byte++) {
    buckets[byte] = (masks[low + (byte & 15)] ?? 0) & (masks[low + 16 + (byte >> 4)] ?? 0);
  }
  return buckets;
}
