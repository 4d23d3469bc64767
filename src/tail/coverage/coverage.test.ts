import { describe, expect, test } from 'vitest';
import { at } from '../../../test/support/line-batch.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import { Coverage } from './coverage.ts';

function given() {
  const clock = new ManualClock();
  return { clock, coverage: new Coverage({ clock }) };
}

describe('the coverage of all origins', () => {
  test('adds up what was judged, and keeps the sums when an origin goes', async () => {
    const { clock, coverage } = given();
    for (const name of ['a', 'b']) {
      const record = coverage.open(sampleOrigin(name));
      record.judged({ lines: 2, bytes: 20, late: 1, newest: at(0) });
      if (name === 'a') record.stands('gone');
    }
    await clock.advance(3_600_001);
    expect(coverage.views().map(({ origin }) => origin.containerName)).toEqual(['b']);
    expect(coverage.figures()).toMatchObject({ lines: 4, bytes: 40, lateLines: 2 });
  });

  test('is of nothing any more when it was cleared, and keeps the sums', () => {
    const { coverage } = given();
    const records = ['a', 'b'].map((name) => coverage.open(sampleOrigin(name)));
    for (const record of records) record.judged({ ...ONE, newest: at(0) });
    records[0]?.stands('gone');
    coverage.clear();
    expect(coverage.views()).toEqual([]);
    expect(coverage.figures()).toMatchObject({ lines: 2, active: 0, states: { gone: 0 } });
  });

  test('says how many are in each state, are read, are stuck, and how far the last one is behind', async () => {
    const { clock, coverage } = given();
    const states = [
      'following',
      'following',
      'idle',
      'unreadable',
      'not_wanted',
      'failed',
      'over_limit',
      'gone',
    ] as const;
    const records = states.map((state, n) => {
      const record = coverage.open(sampleOrigin(`c${n}`));
      record.stands(state);
      return record;
    });
    for (const behind of [1_000, 3_000]) records[behind === 1_000 ? 0 : 1]?.judged({ ...ONE, newest: at(-behind) });
    for (const record of records) record.known(at(1));
    await clock.advance(120_000);
    const figures = coverage.figures();
    expect(figures).toMatchObject({ active: 3, stuck: 4, lagSeconds: 123 });
    expect(figures.states).toEqual({
      ...{ starting: 0, catching_up: 0, following: 2, draining: 0, idle: 1, not_wanted: 1, unreadable: 1, degraded: 0 },
      ...{ gone: 1, failed: 1, over_limit: 1 },
    });
  });

  test('shows an origin that is gone for an hour', async () => {
    const { clock, coverage } = given();
    const gone = sampleOrigin('a');
    coverage.open(gone).stands('gone');
    await clock.advance(3_600_000);
    expect(coverage.view(gone.key)).toMatchObject({ state: 'gone', goneAt: clock.now() - 3_600_000 });
    await clock.advance(1);
    expect(coverage.view(gone.key)).toBeUndefined();
  });

  test('shows the last five hundred of them at most', () => {
    const { coverage } = given();
    for (let n = 0; n < 600; n++) coverage.open(sampleOrigin(`c${n}`)).stands('gone');
    const names = coverage.views().map(({ origin }) => origin.containerName);
    expect([names.length, names[0], names.at(-1)]).toEqual([500, 'c100', 'c599']);
    expect(coverage.figures().states.gone).toBe(500);
  });

  test('has one record of an origin that comes again, under its new name', () => {
    const { coverage } = given();
    const first = coverage.open(sampleOrigin('a'));
    first.stands('failed');
    expect(coverage.open(sampleOrigin('a', { containerName: 'b' }))).toBe(first);
    expect(coverage.view('docker/a')).toMatchObject({ origin: { containerName: 'b' }, state: 'failed' });
    first.stands('gone');
    coverage.open(sampleOrigin('a'));
    expect(coverage.views().map(({ state }) => state)).toEqual(['starting']);
  });
});

const ONE = { lines: 1, bytes: 1, late: 0 } as const;
