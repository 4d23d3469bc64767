import { expect, test } from 'vitest';
import { at } from '../../../test/support/line-batch.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import type { SavedOrigin } from '../../core/lines/standing.ts';
import { CatchUp } from './catch-up.ts';
import { Coverage } from './coverage.ts';

const ONE = { lines: 1, bytes: 10, late: 0, newest: at(-1) };

function given() {
  let now = at(0);
  const clock = new ManualClock();
  const coverage = new Coverage({ clock, sourceNow: () => now });
  return {
    coverage,
    begun: clock.now(),
    pass: (milliseconds: number) => clock.advance(milliseconds),
    left: () => coverage.catchUp.view().left,
    itIs: (milliseconds: number): void => {
      now = at(milliseconds);
    },
  };
}

function savedOrigin(name: string, gone = false): SavedOrigin {
  return {
    ...{ origin: sampleOrigin(name), foundAt: 0, watchedSince: { stdout: 0, stderr: 0 }, cursor: at(-7_000) },
    ...{ settled: false, gone, position: undefined, flood: undefined },
    ...{ lines: 9, bytes: 90, lateLines: 0, gapsTotal: 0, latestGaps: [] },
  };
}

test('what was written before the watching began is made up for, with its events and gaps; what comes later is not', async () => {
  const { coverage, itIs, pass, begun } = given();
  const saved = savedOrigin('web');
  const record = coverage.open(saved.origin, saved);
  itIs(9_000);
  coverage.open(sampleOrigin('other'));
  expect(record.began).toEqual(at(0));
  record.stands('starting');
  record.judged({ ...ONE, lines: 6, old: 5, events: 2 });
  record.gap({ reason: 'rotated', from: at(-5), to: at(-3) });
  record.gap({ reason: 'rotated', from: at(-3), to: at(-2) });
  expect(coverage.catchUp.view()).toEqual({
    from: at(-7_000),
    lines: 5,
    events: 2,
    lastEventAt: begun,
    gaps: 1,
    left: 2,
  });
  record.stands('following');
  await pass(2_000);
  record.judged({ ...ONE, lines: 3, old: 1, events: 3 });
  record.judged({ ...ONE, events: 1 });
  record.gap({ reason: 'removed_while_away', from: undefined, to: undefined });
  expect(coverage.catchUp.view()).toEqual({
    from: at(-7_000),
    lines: 6,
    events: 3,
    lastEventAt: begun + 2_000,
    gaps: 2,
    left: 1,
  });
});

test('of an origin that has come to the moment at which the watching began nothing more is made up for', () => {
  const { coverage } = given();
  const view = () => coverage.catchUp.view();
  const [judged, lost, removed] = ['judged', 'lost', 'removed'].map((name) => coverage.open(sampleOrigin(name)));
  coverage.foundAll();
  const [before, over, unknown] = [
    { reason: 'rotated', from: at(-8), to: at(-6) },
    { reason: 'rotated', from: at(-4), to: at(9) },
    { reason: 'removed_before_read', from: undefined, to: undefined },
  ] as const;
  const later = coverage.open(sampleOrigin('later'));
  later.gap({ reason: 'missed_short_lived', from: undefined, to: undefined });
  expect(view().gaps).toBe(0);
  lost?.gap(before);
  lost?.gap(over);
  judged?.judged({ ...ONE, lines: 3, old: 1, events: 1, newest: at(2) });
  removed?.gap(unknown);
  expect(view()).toMatchObject({ lines: 1, events: 1, gaps: 3 });
  // A clock that is set back makes the time of what is written now an older one.
  for (const origin of [judged, lost, removed, later]) {
    origin?.judged({ ...ONE, old: 1, events: 1 });
    for (const gap of [over, { ...before, to: undefined }, unknown]) origin?.gap(gap);
  }
  expect(view()).toMatchObject({ lines: 1, events: 1, gaps: 3 });
});

test.each(['starting', 'catching_up', 'draining', 'degraded', 'failed', 'over_limit'] as const)(
  'an origin that is %s is left, however long that is so',
  async (state) => {
    const { coverage, pass, left } = given();
    const record = coverage.open(sampleOrigin('web'));
    record.stands('following');
    record.stands(state);
    await pass(3_600_000);
    expect(left()).toBe(1);
  },
);

test.each(['idle', 'gone', 'unreadable', 'not_wanted'] as const)('an origin that is %s is not left', (state) => {
  const { coverage, left } = given();
  coverage.open(sampleOrigin('web')).stands(state);
  expect(left()).toBe(0);
});

test('one that is followed is left until nothing old has come for two seconds: that its stream is open says nothing of what comes', async () => {
  const { coverage, pass, left } = given();
  const record = coverage.open(sampleOrigin('web'));
  record.stands('following');
  await pass(1_999);
  expect(left()).toBe(1);
  record.judged({ ...ONE, old: 1 });
  await pass(1_999);
  expect(left()).toBe(1);
  record.stands('following', 'It writes much.');
  await pass(1);
  expect(left()).toBe(0);
});

test('one that is followed and has to catch up then is left until that is done, and what was done once stays done', async () => {
  const { coverage, pass, left } = given();
  const record = coverage.open(sampleOrigin('web'));
  record.stands('following');
  await pass(1_000);
  record.stands('catching_up');
  await pass(60_000);
  record.judged({ ...ONE, old: 1 });
  await pass(60_000);
  expect(left()).toBe(1);
  record.stands('following');
  await pass(2_000);
  record.stands('degraded');
  expect(left()).toBe(0);
});

test('one that has come to what was written since the watching began is not left, whatever comes of it', () => {
  const { coverage, left } = given();
  const [judged, lost, unknown] = ['judged', 'lost', 'unknown'].map((name) => coverage.open(sampleOrigin(name)));
  judged?.judged({ ...ONE, newest: at(0) });
  lost?.gap({ reason: 'rotated', from: at(-9), to: at(1) });
  unknown?.gap({ reason: 'rotated', from: at(-9), to: undefined });
  for (const record of [judged, lost, unknown]) record?.stands('catching_up');
  expect(left()).toBe(1);
});

test('those of an earlier run are left until they are found, or until all were, and tell since when', () => {
  const { coverage, left } = given();
  const [web, db, gone] = ['web', 'db', 'gone'].map((name) => savedOrigin(name, name === 'gone'));
  if (!web || !db || !gone) throw new Error('there are three');
  coverage.expect([web, db, gone]);
  expect(coverage.catchUp.view()).toMatchObject({ from: at(-7_000), left: 2 });
  coverage.open(web.origin, web).stands('idle');
  expect(left()).toBe(1);
  coverage.foundAll();
  expect(left()).toBe(0);
  coverage.expect([db]);
  expect(left()).toBe(0);
});

test('it is from the newest line that was judged before, and origins are not waited for that are found once all were', () => {
  const catchUp = new CatchUp({ now: () => at(0), clock: new ManualClock() });
  catchUp.opened('a', at(-5_000));
  catchUp.opened('b', at(-9_000));
  catchUp.stands('a', 'read');
  catchUp.opened('c', at(-2_000));
  catchUp.foundAll();
  catchUp.opened('later', at(-1_000));
  expect(catchUp.view()).toMatchObject({ from: at(-2_000), left: 2 });
  for (const key of ['b', 'c']) catchUp.stands(key, 'read');
  expect(catchUp.view()).toMatchObject({ from: at(-2_000), left: 0 });
});

test('another watching of the same origins makes up for its own time', () => {
  const { coverage, itIs } = given();
  coverage.open(sampleOrigin('web')).judged({ ...ONE, old: 1, events: 1 });
  coverage.clear();
  itIs(5_000);
  expect(coverage.open(sampleOrigin('web')).began).toEqual(at(5_000));
  expect(coverage.catchUp.view()).toMatchObject({ lines: 0, events: 0, left: 1 });
});
