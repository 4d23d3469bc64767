// The database refuses while containers write: the tails wait, health says so, and nothing is lost when it comes back.
import { expect, test } from 'vitest';
import { allIsJudged, expectAsModel } from '../../support/judged/hold-against-model.ts';
import { makeRules, type SampleRule } from '../../support/judged/sample-rules.ts';
import { type Administrator, administratorOf, startTocsin } from '../../support/judged/tocsin-process.ts';
import { POSTGRES, postgresForSuite } from '../../support/postgres-server.ts';
import { containerEnd, numberedLines } from '../../support/real-engine/containers.ts';
import { dockerForSuite } from '../../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../../support/real-engine/host/requirements.ts';
import { runForTest } from '../../support/real-engine/suite-containers.ts';
import { describeWith } from '../../support/requirement.ts';
import { mountSmallDisk, SMALL_DISK } from '../../support/small-disk.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { LIMIT_MS } from '../sizes.ts';

const LINES = 6_000;
/** More events than may wait for a commit, so that the reading has to wait, too. */
const RULES: readonly SampleRule[] = [
  { name: 'every line', pattern: '[a-z]', exclude_pattern: '^\\d{8}0 ', severity: 'error', cooldown_seconds: 0 },
  { name: 'fives', pattern: '^\\d{8}5 ', cooldown_seconds: 1 },
];
const limit = { perMinute: 100_000, burst: 1_500 };
const LIMITS = { TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '100000', TOCSIN_CONTAINER_EVENTS_BURST: '1500' };

interface Refusal {
  readonly environment: Readonly<Record<string, string>>;
  readonly dataDir: string;
  readonly refuse: () => Promise<void> | void;
  readonly takeAgain: () => Promise<void> | void;
}

describeWith(DOCKER, 'a store that fails while containers write', () => {
  const docker = dockerForSuite();

  describeWith(SMALL_DISK, 'on a disk that is full', () => {
    test('keeps the tails waiting, is told by health, and loses nothing', { timeout: LIMIT_MS }, () => {
      const disk = mountSmallDisk(64);
      const { directory: dataDir, fill: refuse, empty: takeAgain } = disk;
      return holdAgainstModel({ dataDir, refuse, takeAgain, environment: {} });
    });
  });

  describeWith(POSTGRES, 'on a PostgreSQL that is away', () => {
    const emptyDatabase = postgresForSuite();

    test('keeps the tails waiting, is told by health, and loses nothing', { timeout: LIMIT_MS }, async () => {
      const url = new URL(await emptyDatabase());
      const proxy = await startTcpProxy({ host: url.hostname, port: Number(url.port || 5432) });
      url.host = `127.0.0.1:${proxy.port}`;
      const environment = { TOCSIN_DATABASE_URL: url.href };
      const { cut: refuse, mend: takeAgain } = proxy;
      return holdAgainstModel({ dataDir: temporaryDirectory(), refuse, takeAgain, environment });
    });
  });

  async function holdAgainstModel({ environment, dataDir, refuse, takeAgain }: Refusal): Promise<void> {
    const { api, socket } = docker();
    const tocsin = await startTocsin({ dataDir, socket, environment: { ...LIMITS, ...environment } });
    const admin = await administratorOf(tocsin);
    const rules = await makeRules(admin, RULES);
    const command = numberedLines({ lines: LINES, pauseUs: 500 });
    const containers = await Promise.all([0, 1].map(() => runForTest(api, { command })));
    await waitUntil(async () => (await admin.stats()).engine.hits > 0, { what: 'the first hits are saved' });

    await refuse();
    let health = '';
    const isFailing = async (): Promise<boolean> => {
      health = await healthOf(admin);
      return health === '503 failing';
    };
    await waitUntil(isFailing, { what: () => `health says that the store fails; it says ${health}` });
    await Promise.all(containers.map((id) => containerEnd(api, id)));
    await waitUntil(async () => (await pausesOf(admin)) > 0, { what: 'a tail waits' });
    expect(await healthOf(admin)).toBe('503 failing');

    await takeAgain();
    await waitUntil(async () => (await healthOf(admin)).startsWith('200'), {
      what: 'health says that it is well again',
    });
    await allIsJudged(admin, { docker: docker(), containers });
    await expectAsModel(admin, { docker: docker(), containers, rules, limit });
    expect((await admin.events()).length).toBeGreaterThan(1_000);
  }
});

async function healthOf({ api }: Administrator): Promise<string> {
  const { status, body } = await api.get('/api/health');
  return `${status} ${body?.status}`;
}

/** How often a tail had to wait, as anybody on the machine is told. */
async function pausesOf({ url }: Administrator): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^tocsin_tail_pauses_total (\d+)/m.exec(text)?.[1] ?? 0);
}
