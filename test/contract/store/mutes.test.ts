import { expect, test } from 'vitest';
import type { MuteStore, NewMute } from '../../../src/rules/changes/mute-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { sampleNote } from '../../support/account-samples.ts';
import { describeDatabases } from '../../support/databases.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const DAY = 86_400_000;

/** The compiler checks here that the store fulfils the port. */
const mutesOf = (store: Store): MuteStore => store.mutes;
const made = sampleNote('mute_created');
const ended = sampleNote('mute_ended');

function muteOf(change: Partial<NewMute> = {}): NewMute {
  const base = { ruleId: '1', workloadId: null, from: 1_000, until: 9_000, reason: null };
  return { ...base, createdBy: 'ada', createdAt: 1_000, ...change };
}

describeDatabases('mutes', (create) => {
  test('a mute comes back as it was made', async () => {
    const mutes = mutesOf(await (await create()).open());
    const whole = muteOf({ ruleId: 'yaml-0123456789abcdef', workloadId: 'web', reason: 'deploy' });
    const mute = await mutes.createMute(whole, made);
    expect(mute).toEqual({ ...whole, id: mute.id, endedAt: null });
    expect(await mutes.findMute(mute.id)).toEqual(mute);
    expect(await mutes.findMute('99')).toBeUndefined();
  });

  test('one that is ended stays as history, and cannot be ended again', async () => {
    const store = await (await create()).open();
    const { id } = await store.mutes.createMute(muteOf(), made);
    expect(await store.mutes.endMute(id, 4_000, ended)).toMatchObject({ mute: { endedAt: 4_000 }, hasChanged: true });
    expect(await store.mutes.endMute(id, 6_000, ended)).toMatchObject({ mute: { endedAt: 4_000 }, hasChanged: false });
    expect(await store.mutes.findMute(id)).toMatchObject({ endedAt: 4_000, until: 9_000 });
    const over = await store.mutes.createMute(muteOf(), made);
    expect(await store.mutes.endMute(over.id, 9_000, ended)).toMatchObject({
      mute: { endedAt: null },
      hasChanged: false,
    });
    await expect(store.mutes.endMute('99', 1, ended)).rejects.toMatchObject({ code: 'not_found' });
    const actions = (await store.audit.listAudit({ limit: 9 })).items.map(({ action }) => action);
    expect(actions).toEqual(['mute_created', 'mute_ended', 'mute_created']);
  });

  test('each change raises the revision of the rules', async () => {
    const store = await (await create()).open();
    const seen = [await store.rules.revision()];
    const { id } = await store.mutes.createMute(muteOf(), made);
    seen.push(await store.rules.revision());
    await store.mutes.endMute(id, 4_000, ended);
    await store.mutes.endMute(id, 5_000, ended);
    seen.push(await store.rules.revision());
    expect(seen).toEqual([0, 1, 2]);
  });

  test('are read with the rules as long as a late line may meet them', async () => {
    const clock = new ManualClock(100 * DAY);
    const store = await (await create()).open({ clock });
    await store.mutes.createMute(muteOf({ until: 69 * DAY }), made);
    const late = await store.mutes.createMute(muteOf({ until: 71 * DAY }), made);
    const open = await store.mutes.createMute(muteOf({ until: 101 * DAY }), made);
    expect((await store.rules.loadRules()).mutes.map(({ id }) => id)).toEqual([open.id, late.id]);
    expect((await store.mutes.listMutes({ limit: 10 })).items).toHaveLength(3);
  });

  test('one that is not over holds, however many were made behind it and are over', async () => {
    const database = await create();
    const store = await database.open({ clock: new ManualClock(100 * DAY) });
    const open = await store.mutes.createMute(muteOf({ until: 101 * DAY }), made);
    await database.run(
      'insert into mutes (workload_id, from_at, until_at, over_at, created_by, created_at) with recursive n(i) as ' +
        `(select 1 union all select i + 1 from n where i < 10000) select 'web', 0, ${90 * DAY} + i, ${90 * DAY} + i, 'ada', 0 from n`,
    );
    const { mutes } = await store.rules.loadRules();
    expect(mutes[0]).toEqual(open);
    const ends = mutes.slice(1).map(({ until }) => until - 90 * DAY);
    expect([ends.length, ends[0], ends.at(-1)]).toEqual([9_999, 10_000, 2]);
  });

  test('a thousand may be open, and no more; those that are over do not count', async () => {
    const database = await create();
    const { mutes } = await database.open();
    const first = await mutes.createMute(muteOf(), made);
    await mutes.createMute(muteOf({ until: 2_000 }), made);
    await database.run(
      'insert into mutes (workload_id, from_at, until_at, over_at, created_by, created_at) with recursive n(i) as ' +
        "(select 1 union all select i + 1 from n where i < 999) select 'web', 0, 9000, 9000, 'ada', 0 from n",
    );
    const late = muteOf({ createdAt: 3_000 });
    await expect(mutes.createMute(late, made)).rejects.toMatchObject({ code: 'refused' });
    await mutes.endMute(first.id, 2_500, ended);
    expect(await mutes.createMute(late, made)).toMatchObject({ ruleId: '1' });
  });

  test('those that are not over can be listed alone', async () => {
    const mutes = mutesOf(await (await create()).open());
    const [open, past] = [
      await mutes.createMute(muteOf(), made),
      await mutes.createMute(muteOf({ until: 4_999 }), made),
    ];
    const brokenOff = await mutes.createMute(muteOf(), made);
    const coming = await mutes.createMute(muteOf({ from: 7_000 }), made);
    await mutes.endMute(brokenOff.id, 4_000, ended);
    const idsAt = async (at: number) => (await mutes.listMutes({ limit: 10 }, at)).items.map(({ id }) => id);
    expect(await idsAt(4_998)).toEqual([coming.id, past.id, open.id]);
    expect(await idsAt(5_000)).toEqual([coming.id, open.id]);
    expect(await idsAt(9_000)).toEqual([]);
  });

  test('pages go from the newest to the oldest', async () => {
    const mutes = mutesOf(await (await create()).open());
    for (const reason of ['a', 'b', 'c']) await mutes.createMute(muteOf({ reason }), made);
    const first = await mutes.listMutes({ limit: 2 });
    const last = await mutes.listMutes({ limit: 2, cursor: first.nextCursor ?? '' });
    expect([...first.items, ...last.items].map(({ reason }) => reason)).toEqual(['c', 'b', 'a']);
    expect(last.nextCursor).toBeNull();
  });
});
