import { describe, expect, test } from 'vitest';
import { at, NEW_YEAR } from '../../../test/support/line-batch.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import { RECONNECT_REASONS } from '../../core/lines/reading.ts';
import { CatchUp } from './catch-up.ts';
import { OriginCoverage } from './origin-coverage.ts';

function given() {
  const [clock, sums] = [new ManualClock(), { lines: 0, bytes: 0, lateLines: 0 }];
  const record = new OriginCoverage({
    origin: sampleOrigin('web'),
    clock,
    sums,
    catchUp: new CatchUp({ now: () => NEW_YEAR, clock }),
    onGone: () => {},
  });
  const judged = (newest: number, lines = 1): void =>
    record.judged({ lines, bytes: 10 * lines, late: 0, newest: at(newest) });
  return { clock, sums, record, judged };
}

describe('the coverage of an origin', () => {
  test('shows all that is known of it', () => {
    const { clock, record, sums } = given();
    record.watched({ stdout: 7, stderr: undefined });
    record.stands('following', 'all is well');
    record.judged({ lines: 3, bytes: 30, late: 2, newest: at(-50) });
    record.reconnected('cut');
    record.reconnected('cut');
    record.gap({ reason: 'rotated', from: at(1), to: at(2) });
    record.known(at(-40));
    record.pausing(true);
    expect(record.view()).toEqual({
      origin: sampleOrigin('web'),
      ...{ state: 'following', note: 'all is well', paused: true, stuck: false },
      ...{ foundAt: clock.now(), goneAt: undefined, watchedSince: { stdout: 7, stderr: undefined } },
      ...{ cursor: at(-50), newestKnown: at(-40), lagSeconds: 0.05, lines: 3, bytes: 30, lateLines: 2 },
      reconnects: { ...Object.fromEntries(RECONNECT_REASONS.map((reason) => [reason, 0])), cut: 2 },
      ...{ gapsTotal: 1, latestGaps: [{ reason: 'rotated', from: at(1), to: at(2) }] },
    });
    expect(sums).toEqual({ lines: 3, bytes: 30, lateLines: 2 });
  });

  test('shows a gap that goes on where the last one ended as one with it', () => {
    const { record } = given();
    record.gap({ reason: 'rotated', from: at(1), to: at(2) });
    record.gap({ reason: 'rotated', from: at(2), to: at(4) });
    const { gapsTotal, latestGaps } = record.view();
    expect([gapsTotal, latestGaps]).toEqual([1, [{ reason: 'rotated', from: at(1), to: at(4) }]]);
  });

  test('keeps the last twenty gaps, and counts all', () => {
    const { record } = given();
    for (let n = 0; n < 50; n++) record.gap({ reason: 'rotated', from: at(n), to: undefined });
    const { gapsTotal, latestGaps } = record.view();
    expect([gapsTotal, latestGaps.length, latestGaps[0]?.from]).toEqual([50, 20, at(30)]);
  });

  test('goes on from what is saved, and counts what was not saved only once', () => {
    const { record, judged } = given();
    judged(5, 4);
    const gap = { reason: 'rotated', from: at(1), to: at(2) } as const;
    record.resume({
      origin: sampleOrigin('web'),
      ...{
        position: undefined,
        flood: undefined,
        foundAt: 9,
        watchedSince: { stdout: 9, stderr: 9 },
        cursor: at(3),
        settled: false,
      },
      ...{ gone: false, lines: 100, bytes: 1_000, lateLines: 1, gapsTotal: 30, latestGaps: [gap] },
    });
    judged(5, 4);
    expect(record.view()).toMatchObject({
      ...{ foundAt: 9, watchedSince: { stdout: 9, stderr: 9 }, cursor: at(5), lines: 104, bytes: 1_040, lateLines: 1 },
      ...{ gapsTotal: 30, latestGaps: [gap] },
    });
  });
});

describe('the lag', () => {
  test('is nothing where nothing is known to be left', async () => {
    const { clock, record, judged } = given();
    const lags = [record.lagSeconds];
    record.stands('catching_up');
    lags.push(record.lagSeconds);
    judged(0);
    record.stands('idle');
    await clock.advance(3_600_000);
    lags.push(record.lagSeconds);
    record.stands('catching_up');
    lags.push(record.lagSeconds);
    expect(lags).toEqual([0, 0, 0, 0]);
  });

  test('runs from the cursor to now while it catches up, from its first line on', async () => {
    const { clock, record, judged } = given();
    record.stands('catching_up');
    judged(-60_000);
    expect(record.lagSeconds).toBe(60);
    await clock.advance(2_000);
    expect(record.lagSeconds).toBe(62);
    judged(1_500);
    expect(record.lagSeconds).toBe(0.5);
  });

  test('is the delay of the newest line while it follows, for ten seconds', async () => {
    const { clock, record, judged } = given();
    record.stands('following');
    await clock.advance(1_000);
    judged(750);
    await clock.advance(9_999);
    expect(record.lagSeconds).toBe(0.25);
    await clock.advance(1);
    expect(record.lagSeconds).toBe(0);
  });

  test('runs from the cursor while it is paused, and while a newer line is known', async () => {
    const { clock, record, judged } = given();
    record.stands('following');
    judged(0);
    record.pausing(true);
    await clock.advance(20_000);
    expect(record.lagSeconds).toBe(20);
    record.pausing(false);
    expect(record.lagSeconds).toBe(0);
    record.known(at(19_000));
    expect(record.lagSeconds).toBe(20);
    judged(19_000);
    expect(record.lagSeconds).toBe(1);
  });

  test('is never negative, should the clock of the engine be ahead of ours', () => {
    const { record, judged } = given();
    record.stands('catching_up');
    judged(5_000);
    expect(record.lagSeconds).toBe(0);
  });
});

describe('an origin is stuck', () => {
  test('when newer lines are known and its cursor has not moved for 120 seconds', async () => {
    const { clock, record, judged } = given();
    record.stands('following');
    judged(0);
    await clock.advance(3_600_000);
    record.known(at(5));
    await clock.advance(119_999);
    expect(record.stuck).toBe(false);
    await clock.advance(1);
    expect(record.stuck).toBe(true);
    judged(3);
    expect(record.stuck).toBe(false);
    await clock.advance(120_000);
    expect(record.stuck).toBe(true);
    judged(5);
    await clock.advance(120_000);
    expect(record.stuck).toBe(false);
  });

  test('also when nothing of it was ever judged, and whatever the wall clock does', async () => {
    const { clock, record } = given();
    record.known(at(5));
    clock.jump(3_600_000);
    expect(record.stuck).toBe(false);
    await clock.advance(120_000);
    clock.jump(-7_200_000);
    expect(record.stuck).toBe(true);
  });

  test('not when the line that is known was judged already, or the clock was set back', async () => {
    const { clock, record, judged } = given();
    judged(10_000);
    record.known(at(10_000));
    await clock.advance(120_000);
    expect(record.stuck).toBe(false);
    record.known(at(20_000));
    judged(5_000);
    await clock.advance(120_000);
    expect(record.stuck).toBe(false);
  });

  test.each(['not_wanted', 'unreadable', 'over_limit', 'gone'] as const)('never while it is %s', async (state) => {
    const { clock, record } = given();
    record.known(at(5));
    await clock.advance(120_000);
    expect(record.stuck).toBe(true);
    record.stands(state);
    expect([record.stuck, record.lagSeconds]).toEqual([false, 0]);
  });

  test('when its reading begins again from before what it had reached', async () => {
    const { clock, record, judged } = given();
    judged(5);
    record.known(at(5));
    await clock.advance(60_000);
    record.resume({
      origin: sampleOrigin('web'),
      ...{
        position: undefined,
        flood: undefined,
        foundAt: 9,
        watchedSince: { stdout: 9, stderr: 9 },
        cursor: at(2),
        settled: false,
      },
      ...{ gone: false, lines: 1, bytes: 1, lateLines: 0, gapsTotal: 0, latestGaps: [] },
    });
    await clock.advance(119_999);
    expect(record.stuck).toBe(false);
    await clock.advance(1);
    expect(record.stuck).toBe(true);
  });
});
