import { expect, test } from 'vitest';
import { createMetrics } from './metrics.ts';
import { metricsReference } from './metrics-reference.ts';

test('the reference of metrics has kind, labels with their values, and meaning of each, in order', async () => {
  const metrics = createMetrics({ process: true });
  const endpoint = { endpoint: [] } as const;
  metrics
    .histogram({ name: 'tocsin_b_seconds', help: 'Time.', labels: endpoint, buckets: [1] })
    .declare({ endpoint: '/api/x' });
  metrics.counter({ name: 'tocsin_a_total', help: 'Ends.', labels: { reason: ['lost', 'late'] } });
  metrics.gaugeOf({ name: 'tocsin_c_depth', help: 'Depth.' }, () => 3);
  const rows = metricsReference(await metrics.render())
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows).toEqual([
    '| `tocsin_a_total` | counter | `reason`: `lost`, `late` | Ends. |',
    '| `tocsin_b_seconds` | histogram | `endpoint`: the pattern of a route, `ui`, or `unmatched` | Time. |',
    '| `tocsin_c_depth` | gauge |  | Depth. |',
  ]);
});
