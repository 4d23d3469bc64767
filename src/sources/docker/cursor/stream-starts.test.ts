import { expect, test } from 'vitest';
import { stampOfMilliseconds } from '../../../core/lines/stamp.ts';
import { changedStarts, EVER, earliestStart, latestStart, startsAt, startsBy, wantedBits } from './stream-starts.ts';

const at = stampOfMilliseconds;
const [BOTH, STDERR_ALONE] = [
  { stdout: true, stderr: true },
  { stdout: false, stderr: true },
];

test('a stream that was wanted before goes on, one that is newly wanted begins now, and one that nobody wants has no beginning', () => {
  const before = startsAt(at(1_000), STDERR_ALONE);
  expect(before).toEqual({ stdout: undefined, stderr: at(1_000) });
  const both = changedStarts(before, BOTH, at(5_000));
  expect(both).toEqual({ stdout: at(5_000), stderr: at(1_000) });
  expect([earliestStart(both), latestStart(both), wantedBits(both)]).toEqual([at(1_000), at(5_000), 3]);
  expect(changedStarts(both, STDERR_ALONE, at(9_000))).toEqual(before);
  expect([latestStart(before), wantedBits(before)]).toEqual([at(1_000), 2]);
});

test('none is judged later than from a moment on by which all are to be, and none earlier than before', () => {
  expect(startsBy({ stdout: at(5_000), stderr: at(1_000) }, at(3_000))).toEqual({
    stdout: at(3_000),
    stderr: at(1_000),
  });
  expect(startsBy({ stdout: undefined, stderr: at(9_000) }, at(3_000))).toEqual({
    stdout: undefined,
    stderr: at(3_000),
  });
});

test('the beginning of the log is no moment that an engine is asked for', () => {
  expect(earliestStart({ stdout: EVER, stderr: at(1_000) })).toBeUndefined();
  expect(earliestStart({ stdout: undefined, stderr: undefined })).toBeUndefined();
});
