// Many origins that begin again at the same moment, in either store.
import { expect, test } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { Backlog } from '../../../src/tail/commit/backlog.ts';
import { Coverage } from '../../../src/tail/coverage/coverage.ts';
import { TailSupervisor } from '../../../src/tail/tail-supervisor.ts';
import { describeDatabases } from '../../support/databases.ts';
import { FakeEngineSource } from '../../support/fake-engine-source.ts';
import { type JudgedLine, judgeEveryLine, judgeNoLife } from '../../support/judge-every-line.ts';
import { recordTail } from '../../support/recorded-occurrences.ts';
import { ManualDemand } from '../../support/tailing.ts';
import { waitUntil } from '../../support/wait-until.ts';

const ORIGINS = 2_000;

describeDatabases('more origins than the store takes calls at once', (create) => {
  test('begin again at the same moment, and the store refuses nothing', { timeout: 120_000 }, async () => {
    const store = await (await create()).open();
    const engine = new FakeEngineSource();
    const lease = await store.watching.leaseOf(engine.key);
    const attempt = await lease.tryAcquire({ name: 'here', pid: 1, hostname: 'here', heartbeatTimeout: 3_600 });
    if (attempt.outcome !== 'acquired') throw new Error(`The lease is ${attempt.outcome}.`);
    const ledger = store.watching.ledger<JudgedLine>({
      fencingOf: () => attempt.fencing,
      writeEffects: async () => undefined,
    });
    for (let n = 0; n < ORIGINS; n++) engine.create(`c${n}`);
    const { occurrences, recorded } = recordTail();
    const [coverage, backlog] = [new Coverage({ clock: systemClock }), new Backlog()];
    const supervisor = new TailSupervisor({
      ...{ ledger, judge: judgeEveryLine, lifeJudge: judgeNoLife, demand: new ManualDemand(), coverage, backlog },
      ...{ clock: systemClock, random: () => 1, occurrences },
    });
    supervisor.run(engine);
    const began = () => recorded.filter(({ what }) => what === 'started').length;
    await waitUntil(() => began() === ORIGINS, { what: 'all are followed', limitMs: 60_000 });
    engine.fail();
    await waitUntil(() => began() === 2 * ORIGINS, { what: 'all have begun again', limitMs: 60_000 });
    await supervisor.stop();
    expect(recorded.filter(({ what }) => what === 'loadFailed' || what === 'commitFailed')).toEqual([]);
  });
});
