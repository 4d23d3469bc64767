import { describe, expect, test } from 'vitest';
import { at, lineBatch, NEW_YEAR } from '../../../test/support/line-batch.ts';
import { surveyBatch } from './batch-survey.ts';

const lines = (...moments: number[]) => lineBatch(moments.map((ms) => ({ text: 'x', at: at(ms) })));
const survey = (newest: number | undefined, ...moments: number[]) =>
  surveyBatch(lines(...moments), { newest: newest === undefined ? undefined : at(newest), lateBefore: 0 }).newest;

describe('a look over a batch', () => {
  test('finds the newest moment, also to the nanosecond, and keeps a newer one from before', () => {
    expect(survey(undefined, 0, 5, 3)).toEqual(at(5));
    expect(survey(5, 4, 3)).toEqual(at(5));
    expect(survey(5, 5.000001)).toEqual(at(5.000001));
    expect(survey(5, 5.000001, 5)).toEqual(at(5.000001));
  });

  test('takes lines of two streams that are a little out of order for what they are', () => {
    expect(survey(2_000, 1_960, 1_999, 10)).toEqual(at(2_000));
  });

  test('begins anew when the clock was set back', () => {
    expect(survey(3_600_000, 5, 6)).toEqual(at(6));
    expect(survey(undefined, 3_600_000, 7, 6)).toEqual(at(7));
  });

  test('finds the end of joined lines, which are as old as their beginning', () => {
    const batch = lines(0, 10);
    const joined = { lines: 5, counts: Int32Array.of(2, 3), seconds: batch.seconds, nanos: Int32Array.of(90e6, 20e6) };
    const question = { newest: at(50), lateBefore: 0, began: at(1) };
    expect(surveyBatch({ ...batch, joined }, question)).toEqual({ newest: at(90), late: 0, old: 1 });
  });

  test('counts the lines from before the watching began, to the nanosecond', () => {
    const question = { newest: undefined, lateBefore: 0, began: at(1_500) };
    expect(surveyBatch(lines(0, 1_499.999999, 1_500, 1_500.000001, 5_000), question).old).toBe(2);
    expect(surveyBatch(lines(0, 5), { newest: undefined, lateBefore: 0 }).old).toBe(0);
  });

  test('counts the lines that are older than what is in time', () => {
    const batch = lines(0, 999, 1_000, 5_000, 500);
    expect(surveyBatch(batch, { newest: undefined, lateBefore: NEW_YEAR.seconds + 1 }).late).toBe(3);
    expect(surveyBatch({ ...batch, count: 2 }, { newest: undefined, lateBefore: NEW_YEAR.seconds + 1 }).late).toBe(2);
  });
});
