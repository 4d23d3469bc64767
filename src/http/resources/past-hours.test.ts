import { describe, expect, test } from 'vitest';
import { pastHours } from './past-hours.ts';

describe('how many hours are looked back', () => {
  test('are a day unless said, and a week at most', () => {
    expect([undefined, 1, 168].map((hours) => pastHours.parse(hours))).toEqual([24, 1, 168]);
    expect([0, 169, -1, 1.5, '24', null, Number.NaN].filter((hours) => pastHours.safeParse(hours).success)).toEqual([]);
  });
});
