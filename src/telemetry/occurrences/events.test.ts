import { expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { createMetrics } from '../metrics.ts';
import { createEventOccurrences } from './events.ts';

test('events are counted by a closed set of sources, and those that have gone round are told, each series from the start', async () => {
  const metrics = createMetrics();
  const log = captureLog();
  const occurrences = createEventOccurrences({ logger: log.logger, metrics });
  const before = await metrics.render();
  expect(before.match(/^tocsin_events_total\{.*\} 0$/gm)).toHaveLength(20);
  occurrences.stored([
    { id: '1', source: 'logscan', severity: 'error', metadata: {} },
    { id: '2', source: 'logscan', severity: 'error', metadata: {} },
    { id: '3', source: 'somebody’s own', severity: 'info', metadata: { tocsin_hops: 3 } },
    { id: '4', source: 'api', severity: 'warn', metadata: { tocsin_hops: 4 } },
  ]);
  occurrences.refused({ reason: 'rate' });
  const after = await metrics.render();
  for (const line of [
    'tocsin_events_total{source="logscan",severity="error"} 2',
    'tocsin_events_total{source="other",severity="info"} 1',
    'tocsin_events_total{source="api",severity="warn"} 1',
    'tocsin_events_refused_total{reason="rate"} 1',
    'tocsin_events_gone_round_total 1',
  ])
    expect(after).toContain(line);
  expect(after).not.toContain('somebody');
  const told = log.lines().filter(({ event }) => event === 'event_gone_round');
  expect(told).toMatchObject([{ level: 'warning', event_id: '4', hops: 4 }]);
});
