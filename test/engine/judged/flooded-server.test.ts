// One container writes two hundred thousand lines that hit as fast as it can: a handful of events, every hit counted, and nobody else feels it.
import { expect, test } from 'vitest';
import { allIsJudged, expectAsModel } from '../../support/judged/hold-against-model.ts';
import { makeRules, type SampleRule } from '../../support/judged/sample-rules.ts';
import { administratorOf, residentBytes, type ShownEvent, startTocsin } from '../../support/judged/tocsin-process.ts';
import { containerEnd, numberedLines } from '../../support/real-engine/containers.ts';
import { dockerForSuite } from '../../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../../support/real-engine/host/requirements.ts';
import { runForTest } from '../../support/real-engine/suite-containers.ts';
import { describeWith } from '../../support/requirement.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { LIMIT_MS, WAIT_MS } from '../sizes.ts';

const FLOOD_LINES = 200_000;
/** All of them together are a hundred megabytes: kept anywhere, they would be seen. */
const FLOOD_LINE_BYTES = 490;
/** As many lines a second in a calm container. */
const CALM_PAUSE_US = 50_000;
/** From the line to the event that is stored, on a machine that also runs the flood and its engine. */
const MOST_LAG_MS = 3_000;
const MOST_MORE_BYTES = 40 * 1024 * 1024;

const limit = { perMinute: 6_000, burst: 200 };
const LIMITS = { TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '6000', TOCSIN_CONTAINER_EVENTS_BURST: '200' };

/** The flood's lines are longer than the others'. */
const RULES: readonly SampleRule[] = [
  { name: 'calm', pattern: '^\\d{9} [a-z]{10}$', severity: 'error', cooldown_seconds: 0 },
  { name: 'flood', pattern: '^\\d{9} [a-z]{50}', cooldown_seconds: 1 },
];

describeWith(DOCKER, 'a container that floods', () => {
  const docker = dockerForSuite();

  test('causes a handful of events and exact counts, in little memory, and delays no other', {
    timeout: LIMIT_MS,
  }, async () => {
    const { api, socket } = docker();
    const tocsin = await startTocsin({ dataDir: temporaryDirectory(), socket, environment: LIMITS });
    const admin = await administratorOf(tocsin);
    const rules = await makeRules(admin, RULES);
    const [calmRule, floodRule] = rules.map(({ id }) => id);
    const calm = numberedLines({ lines: 1_000_000, length: 20, pauseUs: CALM_PAUSE_US, streams: 'stdout' });
    const others = await Promise.all([0, 1].map(() => runForTest(api, { command: calm })));
    await waitUntil(async () => (await admin.events()).length >= 10, { what: 'the calm containers raise events' });
    // A small flood before, so that what grows for good with the first has grown.
    const small = await runForTest(api, {
      command: numberedLines({ lines: 20_000, length: FLOOD_LINE_BYTES, streams: 'stdout' }),
    });
    await containerEnd(api, small);
    await allIsJudged(admin, { docker: docker(), containers: [small] });

    const before = residentBytes(tocsin.pid);
    let most = 0;
    const began = Date.now();
    const flood = await runForTest(api, {
      command: numberedLines({ lines: FLOOD_LINES, length: FLOOD_LINE_BYTES, streams: 'stdout' }),
    });
    const hitsOfFlood = async (): Promise<number> => {
      most = Math.max(most, residentBytes(tocsin.pid));
      return (await admin.stats()).per_rule.find(({ rule_id }) => rule_id === floodRule)?.hits ?? 0;
    };
    await waitUntil(async () => (await hitsOfFlood()) >= FLOOD_LINES + 20_000, {
      what: 'all of it is counted',
      limitMs: WAIT_MS,
    });
    const ended = Date.now();

    for (const id of others) await api.expect('POST', `/containers/${id}/kill`);
    const containers = [...others, small, flood];
    await Promise.all(containers.map((id) => containerEnd(api, id)));
    await allIsJudged(admin, { docker: docker(), containers });
    await expectAsModel(admin, { docker: docker(), containers, rules, limit });
    const events = await admin.events();
    expect(events.filter(({ metadata }) => metadata.container_id === flood).length).toBeLessThan(60);
    const meanwhile = events.filter(
      (event) => event.rule_id === calmRule && writtenAt(event) >= began && writtenAt(event) <= ended,
    );
    expect(meanwhile.length).toBeGreaterThan(5);
    expect(Math.max(...meanwhile.map((event) => Date.parse(event.created_at) - writtenAt(event)))).toBeLessThan(
      MOST_LAG_MS,
    );
    expect(most - before).toBeLessThan(MOST_MORE_BYTES);
  });
});

const writtenAt = ({ metadata }: ShownEvent): number => Date.parse(metadata.line_at);
