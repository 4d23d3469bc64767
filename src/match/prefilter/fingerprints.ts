// The short pass's tables ("Teddy"): which buckets a byte may belong to at each of four places, told by its two nibbles.
import { BUCKETS, bucketsByByte, type NibbleMasks, PLACES } from '../wasm/nibbles.ts';
import type { PlannedRule, Window } from './window.ts';

export interface Fingerprint {
  readonly rule: number;
  readonly window: Window;
  readonly bucket: number;
}

/** Windows that begin alike share a bucket, so that the buckets' nibbles mix as little as may be. */
export function inBuckets(rules: readonly PlannedRule[]): Fingerprint[] {
  const all = rules.flatMap(({ rule, windows }) => windows.map((window) => ({ rule, window, key: sortKey(window) })));
  all.sort((a, b) => (a.key < b.key ? -1 : 1));
  return all.map(({ rule, window }, i) => ({ rule, window, bucket: Math.floor((i * BUCKETS) / all.length) }));
}

/** The place of its row where a fingerprint begins: of windows for the short pass the only one. */
export const placeOf = ({ probes }: Window): number => probes[0] ?? 0;

const sortKey = (window: Window): string =>
  String.fromCharCode(
    ...window.row
      .slice(placeOf(window), placeOf(window) + PLACES)
      .map((set) => (set.length > 32 ? 255 : (set[0] ?? 0))),
  );

export function nibbleMasks(fingerprints: readonly Fingerprint[]): NibbleMasks {
  const masks = new Uint8Array(32 * PLACES);
  for (const { window, bucket } of fingerprints) {
    for (let place = 0; place < PLACES; place++) {
      for (const byte of window.row[placeOf(window) + place] ?? []) {
        const low = 32 * place + (byte & 15);
        const high = 32 * place + 16 + (byte >> 4);
        masks[low] = (masks[low] ?? 0) | (1 << bucket);
        masks[high] = (masks[high] ?? 0) | (1 << bucket);
      }
    }
  }
  return masks;
}

/** How many buckets the kernel would look into for each byte of such text. Nibbles are coarse, so it is tried out. */
export function stopRate(masks: NibbleMasks, excerpts: readonly Uint8Array[]): number {
  const byPlace = Array.from({ length: PLACES }, (_, place) => bucketsByByte(masks, place));
  let [stops, size] = [0, 1];
  for (const text of excerpts) {
    size += text.length;
    stops += stopsIn(text, byPlace);
  }
  return stops / size;
}

/** This runs over kilobytes before V8 has compiled it: what most bytes rule out is asked first, and no more of them. */
function stopsIn(text: Uint8Array, byPlace: readonly Uint8Array[]): number {
  const [first = NONE, second = NONE, third = NONE, fourth = NONE] = byPlace;
  let stops = 0;
  for (let p = 0; p + PLACES <= text.length; p++) {
    let buckets = (first[text[p] ?? 0] ?? 0) & (second[text[p + 1] ?? 0] ?? 0);
    if (buckets === 0) continue;
    buckets &= (third[text[p + 2] ?? 0] ?? 0) & (fourth[text[p + 3] ?? 0] ?? 0);
    for (; buckets !== 0; buckets &= buckets - 1) stops++;
  }
  return stops;
}

const NONE = new Uint8Array();
