import { describe, expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { at } from '../../../test/support/line-batch.ts';
import { sampleOrigin } from '../../../test/support/origin-samples.ts';
import { metricFaults, promtool } from '../../../test/support/promtool.ts';
import { describeWith } from '../../../test/support/requirement.ts';
import { GAP_REASONS, RECONNECT_REASONS, TAIL_STATES, type TailState } from '../../core/lines/reading.ts';
import { createMetrics } from '../metrics.ts';
import { createTailOccurrences } from './tail.ts';

const origin = sampleOrigin('web');
const web = { host: 'local', container_id: 'web', container_name: 'web' };

function given() {
  const [log, metrics] = [captureLog(), createMetrics()];
  const noStates = Object.fromEntries(TAIL_STATES.map((state) => [state, 0])) as Record<TailState, number>;
  const states = { ...noStates, following: 2, unreadable: 1 };
  const coverage = {
    figures: () => ({ lines: 7, bytes: 70, lateLines: 3, active: 2, stuck: 1, lagSeconds: 1.5, states }),
  };
  const backlog = { effects: 5, bytes: 500, mostEffects: 10, mostBytes: 1_000 };
  return { log, metrics, tail: createTailOccurrences({ logger: log.logger, metrics, coverage, backlog }) };
}

describe('what happens to tails', () => {
  test('is told with the container that it happens to', () => {
    const { log, tail } = given();
    const error = new Error('bug');
    tail.started({ origin, resumed: true });
    tail.ended({ origin });
    tail.gap({ origin, gap: { reason: 'rotated', from: at(0), to: undefined } });
    tail.unreadable({ origin, note: 'the driver cannot' });
    tail.failed({ origin, error });
    tail.overLimit({ origin, limit: 5 });
    expect(log.lines()).toMatchObject([
      { level: 'debug', event: 'tail_started', ...web, resumed: true },
      { level: 'debug', event: 'tail_ended', ...web },
      { level: 'warning', event: 'tail_gap', ...web, reason: 'rotated', from: '2026-01-01T00:00:00.000Z' },
      { level: 'warning', event: 'tail_unreadable', ...web, note: 'the driver cannot' },
      { level: 'error', event: 'tail_failed', ...web, error: { message: 'bug' } },
      { level: 'warning', event: 'tail_over_limit', ...web, limit: 5 },
    ]);
  });

  test('a commit, a load or a source that fails is told, and again only for who looks closely', () => {
    const { log, tail } = given();
    const failure = { error: new Error('full'), origins: 2, effects: 9 };
    tail.commitFailed({ ...failure, first: true });
    tail.commitFailed({ ...failure, first: false });
    tail.commitRecovered({ seconds: 61.4 });
    tail.loadFailed({ source: 'docker:local', error: failure.error, first: true });
    tail.loadFailed({ source: 'docker:local', error: failure.error, first: false });
    tail.sourceFailed({ source: 'docker:local', error: failure.error });
    expect(log.lines()).toMatchObject([
      { level: 'warning', event: 'tail_commit_failed', origins: 2, effects: 9, error: { message: 'full' } },
      { level: 'debug', event: 'tail_commit_failed' },
      { level: 'info', event: 'tail_commit_recovered', failing_seconds: 61 },
      { level: 'warning', event: 'tail_load_failed', source: 'docker:local' },
      { level: 'debug', event: 'tail_load_failed' },
      { level: 'error', event: 'tail_source_failed', source: 'docker:local' },
    ]);
  });

  test('is counted, and every series is there from the start', async () => {
    const { metrics, tail } = given();
    const start = await metrics.render();
    for (const reason of GAP_REASONS) expect(start).toContain(`tocsin_tail_gaps_total{reason="${reason}"} 0`);
    for (const reason of RECONNECT_REASONS) {
      expect(start).toContain(`tocsin_tail_reconnects_total{reason="${reason}"} 0`);
      tail.reconnected({ reason });
    }
    tail.gap({ origin, gap: { reason: 'rotated', from: undefined, to: undefined } });
    tail.paused();
    tail.failed({ origin, error: new Error('bug') });
    tail.overLimit({ origin, limit: 5 });
    tail.committed({ origins: 1, effects: 4, seconds: 0.004 });
    tail.commitFailed({ origins: 1, effects: 4, first: true, error: new Error('full') });
    tail.sourceFailed({ source: 'docker:local', error: new Error('bug') });
    const page = await metrics.render();
    for (const line of [
      ...RECONNECT_REASONS.map((reason) => `tocsin_tail_reconnects_total{reason="${reason}"} 1`),
      'tocsin_tail_gaps_total{reason="rotated"} 1',
      'tocsin_tail_pauses_total 1',
      'tocsin_tail_failures_total 1',
      'tocsin_tail_over_limit_total 1',
      'tocsin_tail_commits_total{outcome="committed"} 1',
      'tocsin_tail_commits_total{outcome="failed"} 1',
      'tocsin_tail_effects_total 4',
      'tocsin_tail_commit_seconds_count 1',
      'tocsin_tail_source_failures_total 1',
    ])
      expect(page).toContain(`${line}\n`);
    expect(page).not.toContain('web');
  });

  test('what is watched and what waits is read when the page is', async () => {
    const page = await given().metrics.render();
    for (const line of [
      'tocsin_tail_lines_total 7',
      'tocsin_tail_bytes_total 70',
      'tocsin_tail_late_lines_total 3',
      'tocsin_tail_active 2',
      'tocsin_tail_stuck 1',
      'tocsin_tail_lag_seconds 1.5',
      'tocsin_tail_origins{state="following"} 2',
      'tocsin_tail_origins{state="unreadable"} 1',
      'tocsin_tail_origins{state="failed"} 0',
      'tocsin_tail_uncommitted_effects 5',
      'tocsin_tail_uncommitted_effects_limit 10',
      'tocsin_tail_uncommitted_bytes 500',
      'tocsin_tail_uncommitted_bytes_limit 1000',
    ])
      expect(page).toContain(`${line}\n`);
  });
});

describeWith(promtool, 'the metrics of tails', () => {
  test('please promtool', async () => {
    expect(metricFaults(await given().metrics.render())).toBe('');
  });
});
