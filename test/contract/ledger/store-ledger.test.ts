import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { COUNTED, noCounts, type RuleCounts } from '../../../src/core/flood/rule-counts.ts';
import type { LeaseTable } from '../../../src/store/background/lease-table.ts';
import type { Store } from '../../../src/store/store.ts';
import type { OriginLedger } from '../../../src/store/watching/watching.ts';
import { describeDatabases, type TestDatabase } from '../../support/databases.ts';
import { NOTHING_SETTLED } from '../../support/flood/nothing-settled.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { originKeeper, sampleChange } from '../../support/origin-keeper.ts';
import { sampleOrigin } from '../../support/origin-samples.ts';
import { ledgerContract } from './ledger.contract.ts';

const SOURCES = ['docker:local', 'docker:far'];
const HOUR_MS = 3_600_000;

interface Note {
  readonly n: number;
}

/** A ledger whose effects are rows of a table of the test's own; a number below zero is none that the table takes. */
async function openLedger(store: Store, fencings = new Map<string, number>()): Promise<OriginLedger<Note>> {
  await store.lease.expire();
  for (const source of SOURCES) {
    const lease = await store.watching.leaseOf(source);
    const attempt = await lease.tryAcquire({ name: source, pid: 1, hostname: 'here', heartbeatTimeout: 600 });
    if (attempt.outcome === 'acquired') fencings.set(source, attempt.fencing);
  }
  return store.watching.ledger<Note>({
    fencingOf: (source) => fencings.get(source),
    writeEffects: async (trx, origins) => {
      for (const { origin: { key } = { key: 'lives' }, effects } of origins)
        for (const { n } of effects) await sql`insert into notes (origin, n) values (${key}, ${n})`.execute(trx);
    },
  });
}

async function notes(database: TestDatabase, key: string): Promise<number[]> {
  return (await database.run(`select n from notes where origin = '${key}' order by id`)).map(({ n }) => Number(n));
}

describeDatabases('the ledger of the store', (create) => {
  ledgerContract(async () => {
    const database = await create();
    const store = await database.open({ exclusive: false });
    const id = database.kind === 'sqlite' ? 'integer primary key' : 'bigint primary key generated always as identity';
    await database.run(`create table notes (id ${id}, origin text, n integer check (n >= 0))`);
    const fencings = new Map<string, number>();
    return {
      ledger: await openLedger(store, fencings),
      effect: (n: number) => ({ n }),
      objectionable: { n: -1 },
      kept: (key: string) => notes(database, key),
      keptOfLives: () => notes(database, 'lives'),
      reopen: async () => openLedger(await database.open({ exclusive: false }), fencings),
    };
  });

  test('adds up what became of each rule’s hits, by the hour and altogether', async () => {
    const database = await create();
    const ledger = await openLedger(await database.open({ exclusive: false }));
    const change = (name: string, counts: Readonly<Record<string, Partial<RuleCounts>>>) => {
      const standing = { time: undefined, epoch: 1, bucket: undefined };
      const counted = Object.entries(counts).map(([id, some]) => [id, { ...noCounts(), ...some }] as const);
      return {
        ...sampleChange({
          origin: sampleOrigin(name),
          flood: { standing, rules: new Map(), counts: new Map(counted), ...NOTHING_SETTLED },
        }),
        effects: [],
      };
    };
    await ledger.commit({
      origins: [
        change('web', { 1: { admitted: 1, cooldown: 2 }, 2: { excluded: 5 } }),
        change('db', { 1: { muted: 7 } }),
      ],
      memories: [],
    });
    await ledger.commit({ origins: [change('web', { 1: { cooldown: 3 } })], memories: [] });
    const rows = await database.run('select * from rule_counts where hour = 0 order by rule_id');
    expect(rows.map((row) => COUNTED.map((what) => Number(row[what])))).toEqual([
      [1, 0, 7, 5, 0, 0],
      [0, 0, 0, 0, 0, 5],
    ]);
    const [hours] = await database.run('select sum(cooldown) as n, min(hour) as hour from rule_counts where hour > 0');
    expect([Number(hours?.n), Number(hours?.hour) > 400_000]).toEqual([5, true]);
  });

  test('knows when a rule had its last hit, which an excluded line is none of', async () => {
    const database = await create();
    const clock = new ManualClock(1_000 * HOUR_MS);
    const store = await database.open({ clock });
    const save = await originKeeper(store, SOURCES);
    const afterASecond = async (counts: Partial<RuleCounts>) => {
      await clock.advance(1_000);
      const standing = { time: undefined, epoch: 1, bucket: undefined };
      const rules = { rules: new Map(), counts: new Map([['1', { ...noCounts(), ...counts }]]) };
      await save({ origin: sampleOrigin('web'), flood: { standing, ...rules, ...NOTHING_SETTLED } });
      const known = (await store.ruleHits.hitsOf(['1'])).get('1');
      return known && [known.hits24h, (known.lastHitAt ?? 0) - 1_000 * HOUR_MS];
    };
    expect(await afterASecond({ excluded: 1 })).toBeUndefined();
    expect(await afterASecond({ admitted: 1 })).toEqual([1, 2_000]);
    expect(await afterASecond({ excluded: 1 })).toEqual([1, 2_000]);
    expect(await afterASecond({ cooldown: 2 })).toEqual([3, 4_000]);
  });

  test('forgets the hours of a rule that are older than a day when it is counted again, and no total', async () => {
    const database = await create();
    const ledger = await openLedger(await database.open({ exclusive: false }));
    const old = `('1', 1, 1, 0, 0, 0, 0, 0, 5), ('1', 0, 1, 0, 0, 0, 0, 0, 5)`;
    await database.run(
      `insert into rule_counts (rule_id, hour, admitted, threshold, muted, cooldown, rate_limit, excluded, last_hit_at) values ${old}`,
    );
    const counts = new Map([['1', { ...noCounts(), admitted: 1 }]]);
    const flood = {
      standing: { time: undefined, epoch: 1, bucket: undefined },
      rules: new Map(),
      counts,
      ...NOTHING_SETTLED,
    };
    await ledger.commit({
      origins: [{ ...sampleChange({ origin: sampleOrigin('web'), flood }), effects: [] }],
      memories: [],
    });
    const rows = await database.run('select hour, admitted from rule_counts order by hour');
    expect(rows.map(({ hour, admitted }) => [Number(hour) > 400_000, Number(admitted)])).toEqual([
      [false, 2],
      [true, 1],
    ]);
  });

  test('writes what an origin is and is called only when that has changed, or is saved no more', async () => {
    const database = await create();
    const ledger = await openLedger(await database.open({ exclusive: false }));
    const web = { ...sampleOrigin('web'), labels: { note: 'x'.repeat(1_000_000) } };
    const commit = (origin = web, gone = false) =>
      ledger.commit({ origins: [{ ...sampleChange({ origin, gone }), effects: [] }], memories: [] });
    const saved = async () => (await database.run(`select origin from origins where key = '${web.key}'`))[0]?.origin;
    await commit();
    expect(JSON.parse(String(await saved()))).toEqual(web);
    // Whoever writes it again would put this right.
    await database.run(`update origins set origin = 'as it was' where key = '${web.key}'`);
    await commit();
    expect(await saved()).toBe('as it was');
    const renamed = { ...web, containerName: 'web-2' };
    await commit(renamed);
    expect(JSON.parse(String(await saved()))).toEqual(renamed);
    await commit(renamed, true);
    // As is done with those that have long been gone.
    await database.run(`delete from origins where key = '${web.key}'`);
    await commit(renamed);
    expect(JSON.parse(String(await saved()))).toEqual(renamed);
  });

  test('refuses what comes without the lease of its source, or after another took it', async () => {
    const database = await create();
    const store = await database.open({ exclusive: false });
    const origin = sampleOrigin('web');
    const change = {
      origin,
      ...{ foundAt: 1, watchedSince: { stdout: undefined, stderr: undefined }, cursor: undefined, settled: false },
      ...{
        gone: false,
        position: undefined,
        flood: undefined,
        gaps: [],
        effects: [],
        lines: 1,
        bytes: 1,
        lateLines: 0,
      },
    };
    const lease = await store.watching.leaseOf(origin.source);
    let fencing: number | undefined;
    const ledger = store.watching.ledger<never>({ fencingOf: () => fencing, writeEffects: async () => {} });
    const commit = () => ledger.commit({ origins: [change], memories: [] });
    await expect(commit()).rejects.toMatchObject({ code: 'lease_lost' });
    const claim = { name: 'one', pid: 1, hostname: 'here', heartbeatTimeout: 600 };
    const first = await lease.tryAcquire(claim);
    if (first.outcome !== 'acquired') throw new Error('The lease is free.');
    fencing = first.fencing;
    await commit();
    await lease.release({ name: 'one', fencing: first.fencing });
    expect(await lease.tryAcquire({ ...claim, name: 'two' })).toMatchObject({ outcome: 'acquired' });
    await expect(commit()).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await ledger.loadOrigin(origin.key)).toMatchObject({ lines: 1 });
  });

  test('keeps little of what no tail begins with any more', async () => {
    const database = await create();
    const store = await database.open({ exclusive: false });
    const [fencings, origin] = [new Map<string, number>(), sampleOrigin('web')];
    const ledger = await openLedger(store, fencings);
    let most = 0;
    for (let at = 0; at < 100; at++) {
      const position = { head: `${at}`, appended: Buffer.from('x'), appendedFrom: at, keepFrom: at };
      await ledger.commit({
        origins: [{ ...sampleChange({ origin, lines: 1 }), position, effects: [] }],
        memories: [],
      });
      most = Math.max(most, Number((await database.run('select count(*) as n from position_tails'))[0]?.n));
    }
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(33);
    expect((await ledger.loadOrigin(origin.key))?.position).toMatchObject({
      tailFrom: 99,
      tail: Uint8Array.from([120]),
    });
  });

  test('goes on behind what another has written in between, under its own lease', async () => {
    const database = await create();
    const one = await database.open({ exclusive: false });
    const [fencings, origin] = [new Map<string, number>(), sampleOrigin('web')];
    const first = await openLedger(one, fencings);
    const append = (ledger: OriginLedger<Note>, text: string, appendedFrom: number) =>
      ledger.commit({
        origins: [
          {
            ...sampleChange({ origin, lines: 1 }),
            ...{ position: { head: text, appended: Buffer.from(text), appendedFrom, keepFrom: 0 }, effects: [] },
          },
        ],
        memories: [],
      });
    const moved = async (): Promise<void> => {
      const lease = await one.watching.leaseOf(origin.source);
      await lease.release({ name: origin.source, fencing: fencings.get(origin.source) ?? 0 });
    };
    await append(first, 'abc', 0);
    await append(first, 'd', 3);
    await moved();
    const second = await openLedger(await database.open({ exclusive: false }), fencings);
    await append(second, 'ef', 4);
    await moved();
    await openLedger(one, fencings);
    await append(first, 'g', 6);
    const saved = await second.loadOrigin(origin.key);
    expect([saved?.lines, Buffer.from(saved?.position?.tail ?? []).toString()]).toEqual([4, 'abcdefg']);
  });

  test('tells of the sources that nobody reads any more, with the origins that they had', async () => {
    const store = await (await create()).open({ exclusive: false });
    const claim = { name: 'one', pid: 1, hostname: 'here', heartbeatTimeout: 600 };
    const leases = new Map<string, LeaseTable>();
    const ledger = store.watching.ledger<never>({
      sources: ['docker:new', 'docker:mine'],
      fencingOf: () => 1,
      writeEffects: async () => {},
    });
    for (const name of ['old', 'held', 'empty', 'mine']) {
      const source = `docker:${name}`;
      const lease = await store.watching.leaseOf(source);
      leases.set(name, lease);
      await lease.tryAcquire(claim);
      const standing = {
        ...{ foundAt: 1, watchedSince: { stdout: undefined, stderr: undefined }, cursor: undefined, settled: false },
        ...{ position: undefined, flood: undefined, gaps: [], effects: [], lines: 7, bytes: 1, lateLines: 0 },
      };
      const change = (id: string, gone: boolean) => ({ origin: { ...sampleOrigin(id), source }, gone, ...standing });
      const origins =
        name === 'empty' ? [change('x', true)] : [change(`there-${name}`, false), change(`went-${name}`, true)];
      await ledger.commit({ origins, memories: [{ source, memory: `of ${name}` }] });
    }
    expect((await ledger.load('docker:new')).former).toEqual([]);
    for (const name of ['old', 'empty', 'mine']) await leases.get(name)?.release({ name: 'one', fencing: 1 });
    const { memory, origins, former } = await ledger.load('docker:new');
    expect([memory, origins]).toEqual([undefined, []]);
    expect(former).toMatchObject([
      { memory: 'of old', origins: [{ origin: { containerId: sampleOrigin('there-old').containerId }, lines: 7 }] },
    ]);
  });

  test('has a lease for each source, none of them the scheduler’s', async () => {
    const store = await (await create()).open({ exclusive: false });
    const claim = (name: string) => ({ name, pid: 1, hostname: 'here', heartbeatTimeout: 600 });
    const [near, far] = [await store.watching.leaseOf('docker:near'), await store.watching.leaseOf('docker:far')];
    await store.lease.tryAcquire(claim('scheduler'));
    await near.tryAcquire(claim('near'));
    await far.tryAcquire(claim('far'));
    const again = await store.watching.leaseOf('docker:near');
    const holders = await Promise.all([store.lease, near, far, again].map((lease) => lease.read()));
    expect(holders.map((holder) => holder?.name)).toEqual(['scheduler', 'near', 'far', 'near']);
  });
});
