import { expect, test } from 'vitest';
import { captureLog } from '../../../test/support/captured-log.ts';
import { createMetrics } from '../metrics.ts';
import { createEventOccurrences } from './events.ts';

test('events are counted by a closed set of sources, each series from the start', async () => {
  const metrics = createMetrics();
  const occurrences = createEventOccurrences({ logger: captureLog().logger, metrics });
  const before = await metrics.render();
  expect(before.match(/^tocsin_events_total\{.*\} 0$/gm)).toHaveLength(20);
  occurrences.stored([
    { source: 'logscan', severity: 'error' },
    { source: 'logscan', severity: 'error' },
    { source: 'somebody’s own', severity: 'info' },
    { source: 'api', severity: 'warn' },
  ]);
  occurrences.refused({ reason: 'rate' });
  const after = await metrics.render();
  for (const line of [
    'tocsin_events_total{source="logscan",severity="error"} 2',
    'tocsin_events_total{source="other",severity="info"} 1',
    'tocsin_events_total{source="api",severity="warn"} 1',
    'tocsin_events_refused_total{reason="rate"} 1',
  ])
    expect(after).toContain(line);
  expect(after).not.toContain('somebody');
});
