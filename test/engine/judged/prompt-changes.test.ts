// What the whole server does at once: a change of a rule is in force within a second, of two quick ones the later, and an excluded line starts no cooldown.
import { expect, test } from 'vitest';
import { allIsJudged, flat } from '../../support/judged/hold-against-model.ts';
import {
  type Administrator,
  administratorOf,
  type ShownEvent,
  startTocsin,
} from '../../support/judged/tocsin-process.ts';
import { containerEnd, numberedLines, startContainer } from '../../support/real-engine/containers.ts';
import { dockerForSuite } from '../../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../../support/real-engine/host/requirements.ts';
import { runForTest } from '../../support/real-engine/suite-containers.ts';
import { describeWith } from '../../support/requirement.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { LIMIT_MS } from '../sizes.ts';

const RULES = '/api/log-scan-rules';
const IN_FORCE_WITHIN_MS = 1_000;
/** A line is judged within a second as well, so that between two changes that are so far apart there are lines of which nobody can doubt. */
const SURE_MS = 2 * IN_FORCE_WITHIN_MS + 300;
const UNLIMITED = { TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '0' };

describeWith(DOCKER, 'the whole server', () => {
  const docker = dockerForSuite();

  async function given() {
    const { api, socket } = docker();
    const tocsin = await startTocsin({ dataDir: temporaryDirectory(), socket, environment: UNLIMITED });
    return { api, admin: await administratorOf(tocsin) };
  }

  test('has a changed rule in force within a second, and of two quick changes the later one', {
    timeout: LIMIT_MS,
  }, async () => {
    const { api, admin } = await given();
    const rule = await admin.makeRule({ name: 'moving', pattern: '^\\d{8}1 ', cooldown_seconds: 0 });
    const command = numberedLines({ lines: 1_000_000, pauseUs: 5_000 });
    const containers = await Promise.all([0, 1].map(() => runForTest(api, { command })));
    await eventsBehind(admin, Date.now() + SURE_MS);
    const changed = await change(admin, rule, ['^\\d{8}2 ']);
    await eventsBehind(admin, changed.ended + SURE_MS);
    const twice = await change(admin, rule, ['^\\d{8}3 ', '^\\d{8}4 ']);
    await eventsBehind(admin, twice.ended + SURE_MS);
    for (const id of containers) await api.expect('POST', `/containers/${id}/kill`);
    await Promise.all(containers.map((id) => containerEnd(api, id)));
    await allIsJudged(admin, { docker: docker(), containers });
    const events = await admin.events();
    for (const id of containers) {
      const own = events.filter(({ metadata }) => metadata.container_id === id);
      expect(digitsBetween(own, [0, changed.began - IN_FORCE_WITHIN_MS])).toEqual(['1']);
      expect(digitsBetween(own, [changed.inForceBy, twice.began - IN_FORCE_WITHIN_MS])).toEqual(['2']);
      expect(digitsBetween(own, [twice.inForceBy, Number.POSITIVE_INFINITY])).toEqual(['4']);
    }
  });

  test('starts no cooldown and takes no token for a line that is excluded', { timeout: LIMIT_MS }, async () => {
    const { api, admin } = await given();
    const rule = { name: 'failures', pattern: 'fail', exclude_pattern: 'quietly', cooldown_seconds: 300 };
    const ruleId = await admin.makeRule(rule);
    // In its second run it says more, so that the first line was judged and saved before the others are written.
    const more = "say 'o:fail\\n' 'o:fail quietly\\n' 'o:fail again\\n'";
    const script = `if [ -e /tmp/again ]; then ${more}; else : > /tmp/again; say 'o:fail quietly\\n'; fi`;
    const id = await runForTest(api, { command: ['sh', '-c', script] });
    await waitUntil(async () => (await admin.stats()).engine.suppressed.excluded === 1, { what: 'it is excluded' });
    await containerEnd(api, id);
    await startContainer(api, id);
    await containerEnd(api, id);
    await allIsJudged(admin, { docker: docker(), containers: [id] });
    const events = await admin.events();
    expect(events.map(({ message, metadata, held_back }) => [message, metadata.suppressed, held_back])).toEqual([
      ['fail', 0, 1],
    ]);
    const { per_rule: perRule } = await admin.stats();
    expect(perRule.map((one) => [one.rule_id, flat(one)])).toEqual([
      [ruleId, { admitted: 1, cooldown: 1, excluded: 2 }],
    ]);
  });
});

/** One change after the other, each as soon as the one before is acknowledged; milliseconds since 1970. */
async function change(admin: Administrator, rule: string, patterns: readonly string[]) {
  const began = Date.now();
  let [asked, ended] = [began, began];
  for (const pattern of patterns) {
    asked = Date.now();
    await admin.send('PATCH', `${RULES}/${rule}`, { pattern });
    ended = Date.now();
  }
  return { began, ended, inForceBy: inForceBy({ asked, ended }) };
}

/**
 * A second after the change was asked for. What is acknowledged sooner is in force, so that no line that is written later can meet the rule before, however busy
 * the machine is. Where the machine is so busy that the acknowledgement itself takes longer, it is a second after that.
 */
const inForceBy = ({ asked, ended }: { readonly asked: number; readonly ended: number }): number =>
  (ended - asked < IN_FORCE_WITHIN_MS ? asked : ended) + IN_FORCE_WITHIN_MS;

/** Resolves when there are events of lines that were written later. */
async function eventsBehind(admin: Administrator, moment: number): Promise<void> {
  const newest = async (): Promise<number> =>
    Date.parse((await admin.events()).at(-1)?.metadata.line_at ?? '1970-01-01');
  await waitUntil(async () => (await newest()) > moment, { what: 'events of later lines', everyMs: 100 });
}

/** The last digit of the number of the line. */
const digitOf = ({ message }: ShownEvent): string => message.slice(8, 9);

/** Which last digits there are among the events of lines that were written in [from, until]. */
function digitsBetween(events: readonly ShownEvent[], [from, until]: readonly [number, number]): readonly string[] {
  const within = events.filter(({ metadata }) => {
    const at = Date.parse(metadata.line_at);
    return from <= at && at <= until;
  });
  return [...new Set(within.map(digitOf))];
}
