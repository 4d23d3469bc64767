// How far as many files as may be watched were read, in either store.
import { expect, test } from 'vitest';
import type { NewEvent } from '../../../src/core/events/new-event.ts';
import type { OriginChange } from '../../../src/core/lines/standing.ts';
import { MOST_FILES } from '../../../src/sources/file/find/find-paths.ts';
import type { Store } from '../../../src/store/store.ts';
import { MOST_CHANGES, settleRound } from '../../../src/tail/commit/commit-round.ts';
import { MOST_EFFECTS } from '../../../src/tail/commit/committer.ts';
import type { Ledger } from '../../../src/tail/ledger.ts';
import { describeDatabases, sqliteDatabase } from '../../support/databases.ts';
import { sampleEvent } from '../../support/event-samples.ts';
import { filesRead } from '../../support/files/files-read.ts';

const SOURCE = 'file:local';
const timeout = 300_000;

async function ledgerOf(store: Store): Promise<Ledger<NewEvent>> {
  const lease = await store.watching.leaseOf(SOURCE);
  const attempt = await lease.tryAcquire({ name: 'here', pid: 1, hostname: 'here', heartbeatTimeout: 3_600 });
  if (attempt.outcome !== 'acquired') throw new Error(`The lease is ${attempt.outcome}.`);
  const { fencing } = attempt;
  return store.watching.ledger({ fencingOf: () => fencing, writeEffects: store.events.writeEffects });
}

/** The first of them with an event each. */
const withEvents = (changes: readonly OriginChange<never>[], events: number): OriginChange<NewEvent>[] =>
  changes.map((change, n) => ({
    ...change,
    effects: n < events ? [sampleEvent(`${change.origin.key}/${change.cursor?.seconds}`)] : [],
  }));

/** Where each was read to, by its path. */
async function readTo(ledger: Ledger<NewEvent>) {
  const { origins } = await ledger.load(SOURCE);
  return new Map(origins.map(({ origin, position, lines }) => [origin.path, { head: position?.head, lines }]));
}

function wanted(...commits: (readonly OriginChange<unknown>[])[]) {
  const all = new Map<string | undefined, { head: string | undefined; lines: number }>();
  for (const { origin, position, lines } of commits.flat())
    all.set(origin.path, { head: position?.head, lines: lines + (all.get(origin.path)?.lines ?? 0) });
  return all;
}

describeDatabases('how far very many files were read', (create) => {
  test('is saved at once for all, with and without events, again and again, and known after a restart', {
    timeout,
  }, async () => {
    const database = await create();
    const store = await database.open();
    const ledger = await ledgerOf(store);
    const first = withEvents(filesRead(MOST_FILES, 1), MOST_FILES);
    await ledger.commit({ origins: first, memories: [{ source: SOURCE, memory: 'all of them' }] });
    const second = filesRead(MOST_FILES, 2);
    await ledger.commit({ origins: second, memories: [] });
    const third = withEvents(filesRead(7, 3), 7);
    await ledger.commit({ origins: third, memories: [] });
    await store.close();
    const again = await ledgerOf(await database.open());
    expect(await readTo(again)).toEqual(wanted(first, second, third));
    expect((await again.load(SOURCE)).memory).toBe('all of them');
    const fourth = filesRead(MOST_FILES, 4);
    await again.commit({ origins: fourth, memories: [] });
    expect(await readTo(again)).toEqual(wanted(first, second, third, fourth));
    const [events] = await database.run('select count(*) as n from event_log');
    expect(Number(events?.n)).toBe(MOST_FILES + 7);
  });

  test('is remembered of all of them, so that no commit asks how they stand', { timeout }, async () => {
    const database = await create();
    const ledger = await ledgerOf(await database.open());
    const all = filesRead(MOST_FILES, 1);
    await ledger.commit({ origins: all, memories: [] });
    await database.run(`update origins set origin = 'as it was'`);
    await ledger.commit({ origins: all, memories: [] });
    const [kept] = await database.run(`select count(*) as n from origins where origin = 'as it was'`);
    expect(Number(kept?.n)).toBe(MOST_FILES);
  });
});

test('how far very many files were read is saved in pieces, and others write in between', { timeout }, async () => {
  const store = await sqliteDatabase().open();
  const ledger = await ledgerOf(store);
  const member = { source: SOURCE, take: () => undefined, refused: () => undefined };
  const happened: string[] = [];
  const lease = await store.watching.leaseOf('docker:other');
  const parts = filesRead(MOST_FILES, 1).map((change, n) => {
    const committed = (): void => {
      if (n === 0) {
        const other = { name: 'other', pid: 2, hostname: 'there', heartbeatTimeout: 600 };
        void lease.tryAcquire(other).then(() => happened.push('written by another'));
      }
      if ((n + 1) % MOST_CHANGES === 0) happened.push(`${n + 1} are saved`);
    };
    return { member: { ...member, committed }, change };
  });
  await settleRound(
    { parts, memories: [] },
    {
      mostEffects: MOST_EFFECTS,
      commit: async (commit) => {
        await ledger.commit(commit);
        return { outcome: 'committed' };
      },
    },
  );
  expect(happened.slice(0, 2)).toEqual([`${MOST_CHANGES} are saved`, 'written by another']);
  expect(happened.at(-1)).toBe(`${MOST_FILES} are saved`);
  expect(happened).toHaveLength(1 + MOST_FILES / MOST_CHANGES);
});
