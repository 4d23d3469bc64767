// Rules are made, changed, overridden, muted and removed through the API while real containers write: the events are those that a model makes of the written lines.
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { allIsJudged, countsOf, flat, sumOf } from '../../support/judged/hold-against-model.ts';
import { possibleHistories } from '../../support/judged/moments-of-change.ts';
import type { ModelRule, ModelState } from '../../support/judged/rule-model.ts';
import { type RulesOf, RuleTimeline } from '../../support/judged/rule-timeline.ts';
import { modelRule, type SampleRule } from '../../support/judged/sample-rules.ts';
import { type Administrator, administratorOf, startTocsin } from '../../support/judged/tocsin-process.ts';
import { writtenLines, writtenUntil } from '../../support/judged/written-lines.ts';
import { containerEnd, numberedLines } from '../../support/real-engine/containers.ts';
import { dockerForSuite } from '../../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../../support/real-engine/host/requirements.ts';
import { runForTest } from '../../support/real-engine/suite-containers.ts';
import { describeWith } from '../../support/requirement.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { LIMIT_MS } from '../sizes.ts';

const RULES = '/api/log-scan-rules';
const limit = { perMinute: 600, burst: 20 };
const LIMITS = { TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '600', TOCSIN_CONTAINER_EVENTS_BURST: '20' };

const FIVES: SampleRule = { name: 'fives', pattern: '^\\d{8}5 ', cooldown_seconds: 1 };
const MANY: SampleRule = {
  ...{ name: 'many', pattern: '[a-z]', exclude_pattern: '^\\d{8}[02468] ', severity: 'error', cooldown_seconds: 1 },
  ...{ threshold_count: 20, threshold_window_seconds: 1 },
};
const NINES: SampleRule = { name: 'nines', pattern: '^\\d{8}[39] ', severity: 'critical', cooldown_seconds: 1 };
const ONES: SampleRule = { name: 'ones', pattern: '^\\d{8}1 ', cooldown_seconds: 1 };

describeWith(DOCKER, 'rules that are changed while containers write', () => {
  const docker = dockerForSuite();

  test('lead to the events and the counts of a model, however they are changed', { timeout: LIMIT_MS }, async () => {
    const { api, socket } = docker();
    const dataDir = temporaryDirectory();
    const tocsin = await startTocsin({ dataDir, socket, environment: LIMITS });
    const admin = await administratorOf(tocsin);
    const many = modelRule(await admin.makeRule({ ...MANY }), MANY);
    const fives = modelRule(await admin.makeRule({ ...FIVES }), FIVES);
    const command = numberedLines({ lines: 1_000_000, pauseUs: 10_000 });
    const [web = '', ...others] = await Promise.all([0, 1, 2].map(() => runForTest(api, { command })));
    const containers = [web, ...others];
    const timeline = new RuleTimeline(containers, {
      writtenUntil: (id) => writtenUntil(docker(), id),
      initially: () => [many, fives],
    });
    const world = { admin, timeline, web, workload: await workloadOf(admin, web) };

    await changeEverything(world, { many, fives });

    for (const id of containers) await api.expect('POST', `/containers/${id}/kill`);
    await Promise.all(containers.map((id) => containerEnd(api, id)));
    await allIsJudged(admin, { docker: docker(), containers });
    // All at first: the model takes its time, and a connection does not wait for ever.
    const { engine } = await admin.stats();
    const told = new Map<string, Awaited<ReturnType<typeof admin.eventsOf>>>();
    // One after the other: a caller may have two exports at a time.
    for (const id of containers) told.set(id, await admin.eventsOf(id));
    const states: ModelState[] = [];
    for (const id of containers) {
      const histories = possibleHistories(writtenLines(docker(), id), timeline.stagesOf(id), {
        limit,
        events: told.get(id) ?? [],
      });
      expect(new Set(histories.map(({ counts }) => JSON.stringify(counts))).size).toBe(1);
      states.push(...histories.slice(0, 1));
      expect(histories[0]?.events.length).toBeGreaterThan(30);
    }
    expect(flat(engine)).toEqual(sumOf(Object.values(countsOf(states))));
    await tocsin.kill('SIGTERM');
    expect(standingRules(dataDir)).toEqual([many.id]);
  });
});

interface World {
  readonly admin: Administrator;
  readonly timeline: RuleTimeline;
  readonly web: string;
  /** That of `web`. */
  readonly workload: string;
}

async function changeEverything(world: World, { many, fives }: Readonly<Record<'many' | 'fives', ModelRule>>) {
  const { admin, timeline, web, workload } = world;
  await timeline.rest();
  const made = await timeline.change(
    async () => modelRule(await admin.makeRule({ ...NINES }), NINES),
    (nines) => () => [nines, many, fives],
  );
  await timeline.rest();

  const fewer = { pattern: '^\\d{7}[02468]5 ', cooldown_seconds: 0 };
  const changed = modelRule(fives.id, { ...FIVES, ...fewer });
  await timeline.change(
    () => admin.send('PATCH', `${RULES}/${fives.id}`, fewer),
    () => () => [made, many, changed],
  );
  await timeline.rest();

  const override = { ...ONES, workload_id: workload, overrides_rule_id: fives.id };
  const ones = await timeline.change(
    async () => modelRule(await admin.makeRule(override), ONES),
    (own) => (id) => [made, many, id === web ? own : changed],
  );
  await timeline.rest();

  const mute = { from: Date.now() + 1_500, until: Date.now() + 3_100 };
  const muted = { ...made, mutes: [[mute.from, mute.until]] } as const;
  const [from, until] = [mute.from, mute.until].map((ms) => new Date(ms).toISOString());
  await timeline.change(
    () => admin.send('POST', '/api/mutes', { rule_id: made.id, from, until }),
    () => (id) => [muted, many, id === web ? ones : changed],
  );
  await timeline.rest();

  await timeline.change(
    () => admin.send('PATCH', `${RULES}/${ones.id}`, { enabled: false }),
    () => (id) => (id === web ? [muted, many] : [muted, many, changed]),
  );
  await timeline.rest();
  await changeTwiceAndRemove(world, { many, muted, fives });
}

async function changeTwiceAndRemove(
  { admin, timeline, web }: World,
  { many, muted, fives }: Readonly<Record<'many' | 'muted' | 'fives', ModelRule>>,
): Promise<void> {
  const without =
    (rule: ModelRule): RulesOf =>
    (id) =>
      id === web ? [muted, many] : [muted, many, rule];
  for (const pattern of ['^\\d{8}6 ', '^\\d{8}2 ']) {
    const change = { pattern, cooldown_seconds: 1 };
    await timeline.change(
      () => admin.send('PATCH', `${RULES}/${fives.id}`, change),
      () => without(modelRule(fives.id, { ...FIVES, ...change })),
    );
  }
  const twos = modelRule(fives.id, { ...FIVES, pattern: '^\\d{8}2 ', cooldown_seconds: 1 });
  await timeline.rest();
  await timeline.change(
    () => admin.send('DELETE', `${RULES}/${muted.id}`),
    () => (id) => (id === web ? [many] : [many, twos]),
  );
  await timeline.rest();
  // Its override goes with it.
  await timeline.change(
    () => admin.send('DELETE', `${RULES}/${fives.id}`),
    () => () => [many],
  );
  await timeline.rest();
}

async function workloadOf(admin: Administrator, containerId: string): Promise<string> {
  let found: string | undefined;
  const isThere = async (): Promise<boolean> => {
    const { items } = await admin.send('GET', '/api/containers');
    const all: readonly { id: string; workload: { id: string } }[] = items;
    found = all.find(({ id }) => id === containerId)?.workload.id;
    return found !== undefined;
  };
  await waitUntil(isThere, { what: 'the container is shown' });
  return found ?? '';
}

/** Of which rules anything stands in the database. */
function standingRules(dataDir: string): readonly string[] {
  const db = new DatabaseSync(path.join(dataDir, 'tocsin.db'));
  try {
    return db
      .prepare('select distinct rule_id from rule_standings')
      .all()
      .map((row) => String(row.rule_id));
  } finally {
    db.close();
  }
}
