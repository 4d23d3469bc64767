import { expect, test } from 'vitest';
import { type Origin, originName } from '../../../src/core/lines/origin.ts';
import { describeDatabases, type TestDatabase } from '../../support/databases.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { originKeeper } from '../../support/origin-keeper.ts';
import { sampleOrigin } from '../../support/origin-samples.ts';

const DAY = 24 * 3_600_000;
const stamp = (seconds: number) => ({ seconds, nanos: 5 });
const rotated = (from: number) => ({ reason: 'rotated', from: stamp(from), to: undefined }) as const;
const names = (known: readonly { readonly origin: Origin }[]) => known.map(({ origin }) => originName(origin));

async function given(create: () => Promise<TestDatabase>) {
  const [database, clock] = [await create(), new ManualClock()];
  const store = await database.open({ exclusive: false, clock });
  await store.lease.tryAcquire({ name: 'one', pid: 1, hostname: 'here', heartbeatTimeout: 600 });
  const save = await originKeeper(store, ['docker:local', 'docker:far']);
  return { database, clock, store, save, known: store.watching.known };
}

const far = (name: string) => sampleOrigin(name, { source: 'docker:far', host: 'far' });
const ofJob = (name: string) => sampleOrigin(name, { workload: { kind: 'compose', name: 'shop/job' } });

describeDatabases('what the store knows of containers', (create) => {
  test('is told of those of one source, newest first, without how far they were read', async () => {
    const { save, known } = await given(create);
    const position = { head: 'h', appended: new Uint8Array(9), appendedFrom: 0, keepFrom: 0 };
    const gaps = Array.from({ length: 25 }, (_, n) => rotated(n));
    await save(
      { origin: sampleOrigin('a'), lines: 3, bytes: 30, lateLines: 1, cursor: stamp(7), position, gaps },
      { origin: sampleOrigin('b'), foundAt: 2, watchedSince: { stdout: 4, stderr: undefined } },
      { origin: far('c') },
      { origin: sampleOrigin('d'), gone: true },
    );
    const [b, a, ...others] = await known.present('docker:local');
    expect(b).toEqual({
      ...{ origin: sampleOrigin('b'), foundAt: 2, watchedSince: { stdout: 4, stderr: undefined }, settled: false },
      ...{ cursor: undefined, lines: 0, bytes: 0, lateLines: 0, gapsTotal: 0, latestGaps: [], goneAt: undefined },
    });
    expect(a).toMatchObject({ lines: 3, bytes: 30, lateLines: 1, cursor: stamp(7), gapsTotal: 25 });
    expect(a?.latestGaps).toEqual(gaps.slice(-20));
    expect(a).not.toHaveProperty('position');
    expect([others, names(await known.present('docker:far'))]).toEqual([[], ['c']]);
  });

  test('has those that went, from a moment on', async () => {
    const { save, known, clock } = await given(create);
    await save({ origin: sampleOrigin('old'), gone: true });
    clock.jump(1_000);
    await save({ origin: sampleOrigin('new'), gone: true }, { origin: sampleOrigin('here') });
    const gone = (since: number, limit = 10) => known.goneSince('docker:local', { since, limit });
    expect(await gone(clock.now())).toMatchObject([{ goneAt: clock.now() }]);
    expect(names(await gone(clock.now() - 1_000))).toEqual(['new', 'old']);
    expect(names(await gone(clock.now() - 1_000, 1))).toEqual(['new']);
    expect(names(await gone(clock.now() + 1))).toEqual([]);
  });

  test('finds one by its key, or by a beginning that no other has', async () => {
    const { save, known } = await given(create);
    await save({ origin: sampleOrigin('abc1') }, { origin: sampleOrigin('abc2') }, { origin: sampleOrigin('abc') });
    const found = async (key: string) => (await known.find(key))?.origin.containerId;
    expect(await found('docker/abc')).toBe('abc');
    expect(await found('docker/abc1')).toBe('abc1');
    expect(await found('docker/abc2')).toBe('abc2');
    for (const key of ['docker/ab', 'docker/a%c1', 'docker/abc_', '', '\\', "docker/'"])
      expect(await found(key), key).toBeUndefined();
  });

  test('has the workloads of containers that went long ago, each as one', async () => {
    const { save, known, clock } = await given(create);
    await save(
      { origin: ofJob('j1'), foundAt: 10, lines: 3, gone: true, gaps: [rotated(1), rotated(2)] },
      { origin: ofJob('j2'), foundAt: 20, lines: 4, gone: true, gaps: [rotated(3)] },
      { origin: sampleOrigin('web'), foundAt: 5, lines: 1, gone: true },
      { origin: far('elsewhere'), gone: true },
      { origin: sampleOrigin('here'), lines: 100 },
    );
    clock.jump(1);
    await save({ origin: ofJob('j3'), lines: 50, gone: true });
    const gone = await known.workloadsGoneBefore(['docker:local'], clock.now());
    expect(gone).toEqual([
      { origin: sampleOrigin('web'), firstFoundAt: 5, lines: 1, gapsTotal: 0 },
      { origin: ofJob('j2'), firstFoundAt: 10, lines: 7, gapsTotal: 3 },
    ]);
    expect(await known.workloadsGoneBefore([], clock.now())).toEqual([]);
    expect(await known.workloadsGoneBefore(['docker:local', 'docker:far'], clock.now())).toHaveLength(3);
  });

  test('counts what was judged of them also when they are forgotten', async () => {
    const { save, known, clock, store, database } = await given(create);
    expect(await known.totals()).toEqual({ lines: 0, bytes: 0 });
    for (const [name, lines] of [
      ['a', 3],
      ['b', 4],
      ['c', 5],
    ] as const) {
      await save({ origin: sampleOrigin(name), lines, bytes: lines * 10, gone: true });
      clock.jump(DAY);
    }
    await save({ origin: far('here'), lines: 100, bytes: 2_000_000_000_000 });
    const all = { lines: 112, bytes: 2_000_000_000_120 };
    expect(await known.totals()).toEqual(all);
    const forget = (limit: number) => store.housekeeping.deleteGoneOrigins(1, { before: clock.now() - DAY, limit });
    const seen = [];
    for (const limit of [1, 9, 9]) seen.push(await forget(limit), await known.totals());
    expect(seen).toEqual([1, all, 1, all, 0, all]);
    await save({ origin: sampleOrigin('a'), lines: 1, bytes: 1 });
    expect(await known.totals()).toEqual({ lines: 113, bytes: all.bytes + 1 });
    await store.close();
    const again = await database.open({ exclusive: false, clock });
    expect((await again.watching.known.totals()).lines).toBe(113);
  });

  test('says whose each container is that is there', async () => {
    const { save, known } = await given(create);
    await save({ origin: sampleOrigin('a') }, { origin: far('b') }, { origin: far('c'), gone: true });
    expect([...(await known.owners())].sort()).toEqual([
      ['docker/a', 'docker:local'],
      ['docker/b', 'docker:far'],
    ]);
  });

  test('is forgotten when they have long been gone, with their gaps and positions, the oldest first and so many at a time', async () => {
    const { save, known, clock, store, database } = await given(create);
    const position = { head: 'h', appended: new Uint8Array(9), appendedFrom: 0, keepFrom: 0 };
    for (const name of ['a', 'b', 'c']) {
      await save({ origin: sampleOrigin(name), gone: true, position, gaps: [rotated(1)] });
      clock.jump(DAY);
    }
    await save({ origin: sampleOrigin('here'), position, gaps: [rotated(1)] });
    const forget = (before: number, limit: number) => store.housekeeping.deleteGoneOrigins(1, { before, limit });
    expect(await forget(clock.now() - 3 * DAY, 9)).toBe(0);
    expect([await forget(clock.now() - DAY, 1), await forget(clock.now() - DAY, 9)]).toEqual([1, 1]);
    expect(names(await known.goneSince('docker:local', { since: 0, limit: 10 }))).toEqual(['c']);
    expect(names(await known.present('docker:local'))).toEqual(['here']);
    for (const table of ['gaps', 'position_tails'])
      expect((await database.run(`select origin_id from ${table}`)).length, table).toBe(2);
    await expect(store.housekeeping.deleteGoneOrigins(2, { before: 0, limit: 1 })).rejects.toMatchObject({
      code: 'lease_lost',
    });
  });
});
