// The kit in deploy/: what it says is there, and real Prometheus is content with all of it.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { KIT, type ObservedServer, observedServer, prometheusFor } from '../support/observed-server.ts';
import type { PrometheusServer } from '../support/prometheus.ts';
import { queryFaults } from '../support/promql.ts';
import { metricFaults, promtool } from '../support/promtool.ts';
import { describeWith } from '../support/requirement.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
}
interface RuleTest {
  readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly object[] }[];
}
interface Panel {
  readonly id: number;
  readonly title: string;
  readonly datasource: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly { readonly refId: string; readonly expr: string }[];
}

const PROMETHEUS = path.join(KIT, 'prometheus');
const RULES: { groups: { rules: AlertRule[] }[] } = parse(
  readFileSync(path.join(PROMETHEUS, 'tocsin.rules.yml'), 'utf8'),
);
const ALERTS = RULES.groups.flatMap(({ rules }) => rules);
const TESTS = readdirSync(path.join(PROMETHEUS, 'tests'));
const DASHBOARD: { panels: Panel[]; templating: { list: { name: string }[] } } = JSON.parse(
  readFileSync(path.join(KIT, 'grafana/tocsin.json'), 'utf8'),
);
const PANELS = DASHBOARD.panels;
const VARIABLES = DASHBOARD.templating.list.map(({ name }) => name);

/** What Grafana puts in the place of its variables. */
const asGrafanaAsks = (expr: string): string =>
  expr.replaceAll('$__rate_interval', '1m').replaceAll('$job', 'tocsin').replaceAll('$instance', '.*');

/** The test of an alert. */
const fileOf = (alert: string): string => `${alert.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase()}.yml`;

describe('the alerts', () => {
  test('tell of whoever is blind, of lost lines, dead messages, a store that fails, a lock that is lost, a log that is dropped and rules that are broken', () => {
    expect(ALERTS.map(({ alert }) => alert)).toEqual(
      expect.arrayContaining([
        ...['TocsinAway', 'TocsinBlind', 'TocsinLinesLost', 'TocsinDeadDeliveries', 'TocsinStoreFailing'],
        ...['TocsinLockHeartbeatLost', 'TocsinLogLinesLost', 'TocsinLogNotShipped', 'TocsinRuleBroken'],
      ]),
    );
  });

  test.each(ALERTS.map(({ alert }) => alert))(
    '%s has a test in which it is quiet, then fires, then resolves',
    (alert) => {
      const file = fileOf(alert);
      expect(TESTS).toContain(file);
      const { tests }: { tests: RuleTest[] } = parse(readFileSync(path.join(PROMETHEUS, 'tests', file), 'utf8'));
      const [course, ...others] = tests.map((one) =>
        one.alert_rule_test.filter(({ alertname }) => alertname === alert).map(({ exp_alerts: fired }) => fired.length),
      );
      expect(course).toEqual([0, 1, 0]);
      // Whatever else there is shows when it stays quiet.
      expect(others.flat().filter((fired) => fired > 0)).toEqual([]);
    },
  );

  test('are each for something, and told once', () => {
    expect(new Set(ALERTS.map(({ alert }) => alert)).size).toBe(ALERTS.length);
    expect(TESTS).toHaveLength(ALERTS.length);
  });
});

describe('the dashboard', () => {
  test('shows what is asked first: requests, how long they take and how many fail, lines, hits, deliveries, and how far behind the judging is', () => {
    expect(PANELS.map(({ title }) => title)).toEqual(
      expect.arrayContaining([
        ...['Requests', 'Latency of requests', 'Share of requests that failed for our sake', 'Lines judged'],
        ...['Hits by decision', 'Attempts to deliver', 'From a line to its message', 'How far the judging is behind'],
      ]),
    );
  });

  test('shows something of every part that has metrics', () => {
    const areasOf = (text: string): ReadonlySet<string> =>
      new Set([...text.matchAll(/tocsin_([a-z]+)_/g)].map(([, area = '']) => area));
    const areas = areasOf(readFileSync('docs/guide/metrics.md', 'utf8'));
    const shown = areasOf(JSON.stringify(PANELS));
    // A process that ends can be read only in the moment before; the service has its version alone.
    expect([...areas].filter((area) => !shown.has(area)).sort()).toEqual(['process', 'service']);
  });

  test('is of one job and of its instances, as one chooses above it', () => {
    expect(VARIABLES).toEqual(['datasource', 'job', 'instance']);
    for (const { targets } of PANELS) for (const { expr } of targets) expect(expr).toContain('job="$job"');
  });

  test('has panels with a number and a title of their own, none over another, each with its queries', () => {
    expect(new Set(PANELS.map(({ id }) => id)).size).toBe(PANELS.length);
    expect(new Set(PANELS.map(({ title }) => title)).size).toBe(PANELS.length);
    for (const { targets, datasource } of PANELS) {
      // As Grafana writes its own variables.
      expect(datasource.uid).toBe(`$\{datasource}`);
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(Math.max(1, targets.length));
    }
    const cells = PANELS.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...PANELS.map(({ gridPos: { x, w } }) => x + w))).toBeLessThanOrEqual(24);
  });
});

describeWith(promtool, 'promtool', () => {
  const run = (folder: string, ...args: readonly string[]) =>
    spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' });

  test('is content with the configuration and the rules, and every alert does what its test says', () => {
    const folder = temporaryDirectory();
    cpSync(PROMETHEUS, folder, { recursive: true });
    writeFileSync(path.join(folder, 'tocsin-token'), 'x');
    for (const args of [
      ['check', 'config', 'prometheus.yml'],
      ['check', 'rules', 'tocsin.rules.yml'],
      ['test', 'rules', ...TESTS.map((file) => `tests/${file}`)],
    ]) {
      const { status, stdout, stderr } = run(folder, ...args);
      expect(`${status === 0 ? '' : stdout + stderr}`).toBe('');
    }
  });
});

/** An alert that waits for less than it says, or looks back less far. */
const HASTENED: readonly (readonly [what: string, alert: AlertRule, rule: AlertRule])[] = ALERTS.flatMap((alert) => {
  const { for: wait, expr } = alert;
  const shorter = expr.replace(/\[(\d+)(m|h)\]/, (_, n, unit) => `[${(Number(n) * (unit === 'h' ? 60 : 1) * 2) / 3}m]`);
  const atOnce: AlertRule = { ...alert, for: '0s' };
  return [
    ...(wait === undefined ? [] : [['waits as long as it says', alert, atOnce] as const]),
    ...(shorter === expr ? [] : [['looks back as far as it says', alert, { ...alert, expr: shorter }] as const]),
  ];
});

describeWith(promtool, 'the test of an alert', () => {
  test.each(HASTENED.map(([what, alert, rule]) => [alert.alert, what, rule] as const))(
    'knows whether %s %s',
    (name, _, rule) => {
      const folder = temporaryDirectory();
      cpSync(PROMETHEUS, folder, { recursive: true });
      const rules = ALERTS.map((one) => (one.alert === name ? rule : one));
      writeFileSync(path.join(folder, 'tocsin.rules.yml'), stringify({ groups: [{ name: 'tocsin', rules }] }));
      const { status, stderr } = spawnSync('promtool', ['test', 'rules', `tests/${fileOf(name)}`], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect([status, stderr]).toEqual([1, expect.stringContaining(`alertname: ${name}`)]);
    },
  );

  test('is there for each that has a time', () => expect(HASTENED.length).toBeGreaterThan(12));
});

describeWith(promtool, 'Prometheus, beside a server', () => {
  let server: ObservedServer;
  let prometheus: PrometheusServer;
  beforeAll(async () => {
    server = await observedServer();
    prometheus = await prometheusFor(server);
  });
  afterAll(async () => {
    await prometheus.stop();
    await server.stop();
  });

  test('scrapes what promtool is content with', async () => {
    expect(metricFaults(await (await fetch(`${server.url}/metrics`)).text())).toBe('');
  });

  test('has every series that an alert speaks of, and evaluates all of them', async () => {
    const faults = await Promise.all(ALERTS.map(({ expr }) => queryFaults(prometheus, expr)));
    expect(faults.flat()).toEqual([]);
    await expect
      .poll(async () => (await prometheus.alerts()).map(({ name, health }) => `${name} ${health}`), { timeout: 30_000 })
      .toEqual(ALERTS.map(({ alert }) => `${alert} ok`));
  });

  test('has every series that the dashboard shows', async () => {
    const queries = PANELS.flatMap(({ targets }) => targets.map(({ expr }) => asGrafanaAsks(expr)));
    expect(queries.length).toBeGreaterThan(PANELS.length - 1);
    const faults = await Promise.all(queries.map((query) => queryFaults(prometheus, query)));
    expect(faults.flat()).toEqual([]);
  });

  test('of a series that is not there, a label, or a query that is none it says so', async () => {
    expect(await queryFaults(prometheus, 'sum(tocsin_engine_down)')).not.toEqual([]);
    expect(await queryFaults(prometheus, 'tocsin_deliveries_total{outcome="lost"}')).not.toEqual([]);
    expect(await queryFaults(prometheus, 'sum by (engin) (tocsin_engine_up)')).not.toEqual([]);
    await expect(queryFaults(prometheus, 'sum(tocsin_engine_up')).rejects.toThrow('parse error');
  });
});
