// Back-tests of real engines: the rules that watched a container, tried on what it wrote, tell what they told.
import { expect, onTestFinished, test } from 'vitest';
import type { ShownBacktest } from '../../src/http/resources/rules/backtest-shapes.ts';
import { LiveListener } from '../support/live-listener.ts';
import { type ContainerSpec, numberedLines } from '../support/real-engine/containers.ts';
import { dockerForSuite, podmanForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER, PODMAN } from '../support/real-engine/host/requirements.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { runServer } from '../support/running-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { askingOf } from '../support/watching-server.ts';
import { LIMIT_MS, size, WAIT_MS } from './sizes.ts';

const LINES = size(8_000, 80_000);
const WRITTEN = { command: numberedLines({ lines: LINES, pauseUs: 200 }) };

const FIVES = { pattern: '^\\d{8}5 ', cooldown_seconds: 1 };
const NINES = { pattern: '[39] ', exclude_pattern: '^\\d{7}0', severity: 'critical', cooldown_seconds: 0 };

interface StoredEvent {
  readonly metadata: { readonly line_at: string; readonly rule_name: string };
}

/** What the rules told of a container while it wrote, and what they tell when they are tried on its log afterwards. */
async function toldTwice(socket: string, run: () => Promise<string>) {
  const server = await runServer({ dockerHost: [{ name: 'lab', url: `unix://${socket}` }] });
  onTestFinished(() => server.dispose());
  const { admin, containers, items } = await askingOf(server);
  for (const [name, rule] of Object.entries({ FIVES, NINES }))
    expect((await admin.post('/api/log-scan-rules', { name, ...rule })).status).toBe(201);
  const id = await run();
  const isJudged = async () => (await containers()).find((one) => one.id === id)?.lines === LINES;
  await waitUntil(isJudged, { what: 'all lines are judged', limitMs: WAIT_MS });
  const body = { rules: [FIVES, NINES], hours: 1 };
  const client = await LiveListener.open(`${server.url}/api/backtest`, { cookie: admin.cookie ?? '' }, body);
  await waitUntil(() => client.hasEnded, { what: 'the back-test is over', limitMs: WAIT_MS });
  const result = client.events.find(({ event }) => event === 'result')?.data as unknown as ShownBacktest;
  const counts = async () => (await admin.get('/api/log-scan-rules/stats')).body?.engine;
  // A line counts as judged before what it led to is saved.
  await waitUntil(async () => Object(await counts()).hits >= result.hits, { what: 'the hits are saved' });
  return {
    counts: await counts(),
    events: await items<StoredEvent>('/api/events?limit=500&source=logscan'),
    result,
    progress: client.events.filter(({ event }) => event === 'progress'),
  };
}

async function expectTheSame(socket: string, run: () => Promise<string>): Promise<void> {
  const { counts, events, result, progress } = await toldTwice(socket, run);
  const { hits, excluded, suppressed, complete, lines_read } = result;
  expect({ complete, lines_read }).toEqual({ complete: true, lines_read: LINES });
  expect({ hits, admitted: result.events, suppressed: { ...suppressed, excluded } }).toMatchObject({
    hits: Object(counts).hits,
    admitted: Object(counts).admitted,
    suppressed: {
      cooldown: Object(counts).suppressed.cooldown,
      rate_limit: Object(counts).suppressed.rate_limit,
      excluded: Object(counts).suppressed.excluded,
    },
  });
  const names = ['FIVES', 'NINES'];
  const tried = result.lines.filter(({ decision }) => decision === 'admitted');
  expect(tried.map(({ at, rule }) => `${at.slice(0, 23)}Z ${names[rule]}`).toSorted()).toEqual(
    events.map(({ metadata }) => `${metadata.line_at} ${metadata.rule_name}`).toSorted(),
  );
  expect(events.length).toBeGreaterThan(10);
  expect(progress.at(-1)?.data).toMatchObject({ share: 1, lines: LINES });
}

describeWith(DOCKER, 'a back-test of a Docker engine', () => {
  const docker = dockerForSuite();

  test.for<Partial<ContainerSpec>>([{ driver: 'json-file' }, { driver: 'local' }])(
    'tells what the tails told of the same lines, with the driver $driver',
    { timeout: LIMIT_MS },
    ({ driver = '' }) => {
      const { api, socket } = docker();
      return expectTheSame(socket, () => runForTest(api, { ...WRITTEN, driver }));
    },
  );
});

describeWith(PODMAN, 'a back-test of Podman', () => {
  const podman = podmanForSuite();

  test('tells what the tails told of the same lines', { timeout: LIMIT_MS }, () => {
    const { api, socket, cgroupParent } = podman();
    return expectTheSame(socket, () => runForTest(api, { ...WRITTEN, cgroupParent }));
  });
});
