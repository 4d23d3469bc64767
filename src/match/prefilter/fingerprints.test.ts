import { expect, test } from 'vitest';
import { bucketsByByte, PLACES } from '../wasm/nibbles.ts';
import { bytesOfRanges, single } from './byte-set.ts';
import { inBuckets, nibbleMasks, placeOf, stopRate } from './fingerprints.ts';
import type { PlannedRule } from './window.ts';

const planned = (texts: readonly string[]): PlannedRule[] =>
  texts.map((text, rule) => ({
    rule,
    windows: [
      {
        row: [...text].map((letter) => (letter === '#' ? bytesOfRanges([48, 57], 256) : single(letter.charCodeAt(0)))),
        probes: [1],
      },
    ],
  }));

/** Windows from the second character on; digits stand for #. */
const RULES = planned([
  ' nmap',
  ' EOF\n',
  ' OOM:',
  ' nmcd',
  ' ab#9',
  ' zz##',
  ' ~}|{',
  ' ABCD',
  ' abcd',
  ' \x7fxyz',
  ' éab1',
  ' q=1;',
]);

test('every text that a window may stand for is found in the bucket of that window', () => {
  const fingerprints = inBuckets(RULES);
  const masks = nibbleMasks(fingerprints);
  const byPlace = Array.from({ length: PLACES }, (_, place) => bucketsByByte(masks, place));
  expect(new Set(fingerprints.map(({ rule }) => rule)).size).toBe(RULES.length);
  expect(new Set(fingerprints.map(({ bucket }) => bucket)).size).toBe(8);
  for (const { window, bucket } of fingerprints) {
    for (const [place, buckets] of byPlace.entries()) {
      for (const byte of window.row[placeOf(window) + place] ?? [])
        expect((buckets[byte] ?? 0) & (1 << bucket)).toBeTruthy();
    }
  }
});

test('a window is in no bucket at a place where its nibbles are nowhere', () => {
  const masks = nibbleMasks(inBuckets(planned([' abcd'])));
  expect(bucketsByByte(masks, 0)[0x61]).toBe(1);
  expect(bucketsByByte(masks, 0)[0x62]).toBe(0);
  expect(bucketsByByte(masks, 0)[0x71]).toBe(0);
});

test('the rate of stops is what the buckets find in the text', () => {
  const masks = nibbleMasks(inBuckets(planned([' abcd'])));
  expect(stopRate(masks, [Buffer.from('xxabcdxxabcd')])).toBeCloseTo(2 / 13, 5);
  expect(stopRate(masks, [Buffer.from('xxabcxxbcd')])).toBe(0);
  expect(stopRate(masks, [])).toBe(0);
});
