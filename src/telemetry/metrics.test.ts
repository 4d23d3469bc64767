import { describe, expect, test } from 'vitest';
import { captureLog } from '../../test/support/captured-log.ts';
import { metricFaults, promtool } from '../../test/support/promtool.ts';
import { describeWith } from '../../test/support/requirement.ts';
import { createMetrics } from './metrics.ts';
import { createAccessOccurrences } from './occurrences/access.ts';
import { createHttpOccurrences } from './occurrences/http.ts';
import { createLeaseOccurrences } from './occurrences/lease.ts';
import { createProcessOccurrences } from './occurrences/process.ts';
import { createServiceOccurrences } from './occurrences/service.ts';
import { createStoreOccurrences } from './occurrences/store.ts';

describe('metrics', () => {
  test('with closed labels exist at zero from the start, in every combination', async () => {
    const metrics = createMetrics();
    metrics.counter({ name: 'tocsin_t_hits_total', help: 'h', labels: { a: ['1', '2'], b: ['x'] } });
    metrics.gauge({ name: 'tocsin_t_depth', help: 'h' });
    metrics.histogram({ name: 'tocsin_t_wait_seconds', help: 'h', buckets: [1], labels: { a: ['1'] } });
    const page = await metrics.render();
    expect(page).toContain('tocsin_t_hits_total{a="1",b="x"} 0\ntocsin_t_hits_total{a="2",b="x"} 0');
    expect(page).toContain('tocsin_t_depth 0');
    expect(page).toContain('tocsin_t_wait_seconds_count{a="1"} 0');
  });

  test('with open labels come with their declaration and vanish with their target', async () => {
    const metrics = createMetrics();
    const gauge = metrics.gauge({ name: 'tocsin_t_lag_seconds', help: 'h', labels: { target: [] } });
    expect(await metrics.render()).not.toContain('tocsin_t_lag_seconds{');
    gauge.declare({ target: 'a' });
    gauge.add({ target: 'a' }, 2);
    gauge.declare({ target: 'a' });
    expect(await metrics.render()).toContain('tocsin_t_lag_seconds{target="a"} 2');
    gauge.remove({ target: 'a' });
    expect(await metrics.render()).not.toContain('tocsin_t_lag_seconds{');
  });

  test('of two servers in one process know nothing of each other', async () => {
    const [one, other] = [createMetrics(), createMetrics()];
    for (const metrics of [one, other]) metrics.counter({ name: 'tocsin_t_hits_total', help: 'h' });
    expect(await one.render()).toBe(await other.render());
  });

  test('read on demand show the figure of the moment', async () => {
    const metrics = createMetrics();
    let depth = 1;
    metrics.gaugeOf({ name: 'tocsin_t_depth', help: 'h' }, () => depth);
    expect(await metrics.render()).toContain('tocsin_t_depth 1');
    metrics.counterOf({ name: 'tocsin_t_lost_total', help: 'h' }, () => depth);
    depth = 7;
    const page = await metrics.render();
    expect(page).toContain('tocsin_t_depth 7');
    expect(page).toContain('# TYPE tocsin_t_lost_total counter\ntocsin_t_lost_total 7');
  });

  test('read on demand for each value of a label are there from the start, all of one reading', async () => {
    const metrics = createMetrics();
    let readings = 0;
    const states = { up: 3, down: 0 };
    metrics.gaugePer({ name: 'tocsin_t_states', help: 'h', label: 'state', values: ['up', 'down'] }, () => {
      readings += 1;
      return states;
    });
    const page = await metrics.render();
    expect(page).toContain('tocsin_t_states{state="up"} 3');
    expect(page).toContain('tocsin_t_states{state="down"} 0');
    expect(readings).toBe(1);
    states.down = 2;
    expect(await metrics.render()).toContain('tocsin_t_states{state="down"} 2');
  });

  test('are refused under a name of another shape', () => {
    const metrics = createMetrics();
    expect(() => metrics.gauge({ name: 'depth', help: 'h' })).toThrow('tocsin_<area>_<what>');
    expect(() => metrics.counter({ name: 'tocsin_t_hits', help: 'h' })).toThrow('_total');
  });

  test('include the process and its event loop when asked', async () => {
    const page = await createMetrics({ process: true }).render();
    expect(page).toContain('\nprocess_resident_memory_bytes ');
    expect(page).toContain('\nnodejs_eventloop_lag_p99_seconds ');
  });
});

describeWith(promtool, 'the names of all metrics', () => {
  test('pass promtool check metrics', async () => {
    const metrics = createMetrics({ process: true });
    const tools = { logger: captureLog().logger, metrics };
    createHttpOccurrences(tools).routesKnown([{ method: 'GET', endpoint: '/api/health' }]);
    createAccessOccurrences(tools);
    createServiceOccurrences(tools);
    createLeaseOccurrences(tools);
    createStoreOccurrences(tools);
    createProcessOccurrences({ ...tools, log: { lost: 0 }, sampling: { leftOut: 0 } });
    expect(metricFaults(await metrics.render())).toBe('');
  });
});
