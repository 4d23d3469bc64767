import { describe, expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { createMetrics } from '../metrics.ts';
import { createEngineOccurrences } from './engine.ts';

function given() {
  const [log, metrics] = [captureLog(), createMetrics()];
  return { log, metrics, engine: createEngineOccurrences({ logger: log.logger, metrics }) };
}

const nas = { engine: 'nas' };

describe('what happens to an engine', () => {
  test('is told with its name, and a loss as a warning in words', () => {
    const { log, engine } = given();
    engine.watched({ ...nas, kind: 'podman', version: '4.3.1', watched: 3, excluded: 1 });
    engine.lost({ ...nas, reason: 'not_listening', words: 'Nobody listens there.' });
    engine.eventsRefused({ ...nas, words: 'Set EVENTS=1.' });
    engine.eventsMissed({ ...nas, count: 2 });
    engine.joinStartRefused({ ...nas, container: 'web', words: 'missing )' });
    expect(log.lines()).toMatchObject([
      { level: 'info', event: 'engine_watched', kind: 'podman', containers_watched: 3, containers_excluded: 1 },
      {
        level: 'warning',
        event: 'engine_lost',
        engine: 'nas',
        reason: 'not_listening',
        words: 'Nobody listens there.',
      },
      { level: 'warning', event: 'engine_events_refused', engine: 'nas', words: 'Set EVENTS=1.' },
      { level: 'warning', event: 'engine_events_missed', engine: 'nas', count: 2 },
      { level: 'warning', event: 'join_start_refused', engine: 'nas', container: 'web', words: 'missing )' },
    ]);
  });

  test('has series from its beginning to its end', async () => {
    const { metrics, engine } = given();
    engine.begun(nas);
    expect(await metrics.render()).toContain('tocsin_engine_up{engine="nas"} 0');
    engine.watched({ ...nas, kind: 'docker', version: undefined, watched: 0, excluded: 0 });
    engine.eventsMissed({ ...nas, count: 2 });
    engine.eventUnreadable(nas);
    const watched = await metrics.render();
    expect(watched).toContain('tocsin_engine_up{engine="nas"} 1');
    expect(watched).toContain('tocsin_engine_losses_total{engine="nas"} 0');
    expect(watched).toContain('tocsin_engine_events_missed_total{engine="nas"} 2');
    expect(watched).toContain('tocsin_engine_events_unreadable_total{engine="nas"} 1');
    engine.lost({ ...nas, reason: 'cut', words: 'x' });
    expect(await metrics.render()).toContain('tocsin_engine_losses_total{engine="nas"} 1');
    engine.ended(nas);
    expect(await metrics.render()).not.toContain('nas');
  });
});
