// The whole server is killed with SIGKILL at moments that nobody chose, again and again, while containers write: the events and all counts are those of a model that nobody disturbed.
import { expect, test } from 'vitest';
import { allIsJudged, expectAsModel } from '../../support/judged/hold-against-model.ts';
import { EVERY_KIND, makeRules } from '../../support/judged/sample-rules.ts';
import { administratorOf, killAgainAndAgain, startTocsin } from '../../support/judged/tocsin-process.ts';
import { containerEnd, numberedLines } from '../../support/real-engine/containers.ts';
import { dockerForSuite } from '../../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../../support/real-engine/host/requirements.ts';
import { runForTest } from '../../support/real-engine/suite-containers.ts';
import { describeWith } from '../../support/requirement.ts';
import { temporaryDirectory } from '../../support/temporary-directory.ts';
import { LIMIT_MS, size, WAIT_MS } from '../sizes.ts';

const KILLS = size(24, 120);
const LINES = size(8_000, 120_000);

const limit = { perMinute: 600, burst: 20 };
const LIMITS = { TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '600', TOCSIN_CONTAINER_EVENTS_BURST: '20' };

describeWith(DOCKER, 'a server that is killed again and again', () => {
  const docker = dockerForSuite();

  test('has the same events and the same counts as one that nobody disturbed', { timeout: LIMIT_MS }, async () => {
    const { api, socket } = docker();
    const settings = { dataDir: temporaryDirectory(), socket, environment: LIMITS };
    let tocsin = await startTocsin(settings);
    const rules = await makeRules(await administratorOf(tocsin), EVERY_KIND);
    // Two write as fast as they can, so that there is a past to be read; two go on while the server comes and goes.
    const containers = await Promise.all(
      [0, 0, 1_000, 1_000].map((pauseUs) => runForTest(api, { command: numberedLines({ lines: LINES, pauseUs }) })),
    );
    tocsin = await killAgainAndAgain(tocsin, settings, KILLS);
    await Promise.all(containers.map((id) => containerEnd(api, id)));
    const admin = await administratorOf(tocsin);
    await allIsJudged(admin, { docker: docker(), containers, limitMs: WAIT_MS });
    await expectAsModel(admin, { docker: docker(), containers, rules, limit });
    expect((await admin.events()).length).toBeGreaterThan(50);
  });
});
