import { describe, expect, test } from 'vitest';
import type { PassResult } from './pass-contract.ts';
import { Reach } from './reach.ts';

const cutAfter = (records: number, taken: number): Pick<PassResult, 'end' | 'records' | 'taken'> => ({
  end: { how: 'failed', fault: { kind: 'cut', words: 'The stream was cut.' } },
  records,
  taken,
});

const whole = (records: number, taken: number) => ({ end: { how: 'complete' }, records, taken }) as const;

describe('how many records are asked for', () => {
  test('is what is known twice and some more at first, and eight times as many each time that it was too few', () => {
    const reach = new Reach();
    expect([reach.first(50), reach.more(1_100), reach.more(70_400), reach.more(563_200)]).toEqual([
      1_100,
      8_800,
      563_200,
      undefined,
    ]);
  });

  test('is less when an answer broke off before anything new, until one comes to its end with nothing new', () => {
    const reach = new Reach();
    reach.ended(51_000, cutAfter(40_000, 0));
    expect(reach.first(25_000)).toBe(25_500);
    reach.ended(25_500, cutAfter(25_000, 0));
    expect(reach.first(25_000)).toBe(12_750);
    reach.ended(12_750, whole(12_750, 10));
    expect(reach.first(25_000)).toBe(12_750);
    reach.ended(12_750, whole(12_750, 0));
    expect(reach.first(25_000)).toBe(51_000);
  });

  test('lies between what was too few and what was too many, until there is nothing between them', () => {
    const reach = new Reach();
    reach.ended(8_000, cutAfter(4_000, 0));
    expect(reach.more(4_000)).toBe(6_000);
    expect(reach.more(7_800)).toBe(7_900);
    // More was written meanwhile.
    expect(reach.more(7_950)).toBe(63_600);
    expect(reach.more(4_000)).toBe(32_000);
  });

  test('is what was left, with a little before it, when an answer broke off behind something new', () => {
    const reach = new Reach();
    reach.ended(90_000, cutAfter(40_000, 20_000));
    expect(reach.first(10)).toBe(51_020);
    reach.ended(51_020, cutAfter(900, 0));
    reach.ended(50_000, cutAfter(900, 500));
    expect(reach.first(5_000)).toBe(50_100);
  });
});

test('an answer that was refused says nothing of how many are too many', () => {
  const reach = new Reach();
  reach.ended(1_100, cutAfter(0, 0));
  expect([reach.first(50), reach.hasBrokenOff]).toEqual([1_100, false]);
  reach.brokeOff();
  expect(reach.hasBrokenOff).toBe(true);
  reach.ended(1_100, whole(3, 3));
  expect(reach.hasBrokenOff).toBe(false);
});
