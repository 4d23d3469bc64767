import { expect, test } from 'vitest';
import type { StandingChange } from '../../../src/core/deliveries/delivery-work.ts';
import { Sealed } from '../../../src/core/deliveries/sealed.ts';
import { PASSES_ALL, type Trigger, type TriggerDefinition } from '../../../src/core/deliveries/trigger.ts';
import type { Store } from '../../../src/store/store.ts';
import type { TriggerReader } from '../../../src/triggers/book/trigger-reader.ts';
import type { TriggerStore } from '../../../src/triggers/changes/trigger-store.ts';
import { sampleNote } from '../../support/account-samples.ts';
import { describeDatabases } from '../../support/databases.ts';
import { deliver, sampleTrigger } from '../../support/delivery-samples.ts';

/** The compiler checks here that the store fulfils the ports. */
const triggersOf = (store: Store): TriggerStore & TriggerReader => store.triggers;
const note = sampleNote('trigger_created');
const to = (change: Partial<TriggerDefinition>) => ({
  at: 9_000,
  merge: (before: Trigger) => ({ ...before, ...change }),
});
const deaths = async (store: Store) =>
  (await store.deliveries.listDeliveries({}, { limit: 50 })).items.map(
    ({ triggerId, death }) => `${triggerId} ${death}`,
  );

describeDatabases('triggers', (create) => {
  const open = async () => (await create()).open();

  test('come back as they were made, with every field', async () => {
    const store = await open();
    const triggers = triggersOf(store);
    const filter = { severities: ['error'], sources: ['ci'], workloadIds: ['web'], messageRegex: 'a "b"' } as const;
    const config = new Sealed({ url: 'http://h/', headers: { authorization: 'Bearer x' } });
    const made = await triggers.createTrigger(sampleTrigger({ filter, config, enabled: false }), 1_000, note);
    expect(made).toMatchObject({ name: 'all to ops', enabled: false, filter, origin: 'api', createdAt: 1_000 });
    expect(made.config.reveal()).toEqual(config.reveal());
    expect(await triggers.findTrigger(made.id)).toMatchObject({ id: made.id, filter });
    expect(await triggers.findTrigger('yaml-0123456789abcdef')).toBeUndefined();
    const second = await triggers.createTrigger(sampleTrigger({ name: 'second' }), 1_000, note);
    expect((await triggers.loadTriggers()).triggers.map(({ id }) => id)).toEqual([made.id, second.id]);
    expect((await triggers.listTriggers({ limit: 1 })).items.map(({ id }) => id)).toEqual([second.id]);
  });

  test('that have not changed are the same objects when they are read again, whatever deliveries show of them', async () => {
    const store = await open();
    const triggers = triggersOf(store);
    const [one, two] = [
      await triggers.createTrigger(sampleTrigger(), 1_000, note),
      await triggers.createTrigger(sampleTrigger({ name: 'two' }), 1_000, note),
    ];
    const before = (await triggers.loadTriggers()).triggers;
    await store.deliveries.mark([], [{ triggerId: one.id, shows: 'failing', at: 5_000 }]);
    await store.triggers.storeConfig(two, { chat_id: '-100' });
    const { triggers: after, standings } = await triggers.loadTriggers();
    expect([after[0] === before[0], after[1] === before[1], standings.get(one.id)?.failingSince]).toEqual([
      ...[true, false, 5_000],
    ]);
  });

  test('have names of their own', async () => {
    const triggers = triggersOf(await open());
    await triggers.createTrigger(sampleTrigger(), 1_000, note);
    const other = await triggers.createTrigger(sampleTrigger({ name: 'other' }), 1_000, note);
    await expect(triggers.createTrigger(sampleTrigger(), 1_000, note)).rejects.toMatchObject({ code: 'conflict' });
    await expect(triggers.changeTrigger(other.id, to({ name: 'all to ops' }), note)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await triggers.changeTrigger(other.id, to({ name: 'other', enabled: false }), note)).enabled).toBe(false);
  });

  test('are as many as can be and no more', async () => {
    const triggers = triggersOf(await open());
    for (let n = 0; n < 200; n++) await triggers.createTrigger(sampleTrigger({ name: `${n}` }), 1_000, note);
    await expect(triggers.createTrigger(sampleTrigger(), 1_000, note)).rejects.toMatchObject({ code: 'refused' });
  });

  test('raise the revision and stand in the audit trail with every change, and neither with one that is refused', async () => {
    const store = await open();
    const triggers = triggersOf(store);
    const revisions = [await triggers.revision()];
    const { id } = await triggers.createTrigger(sampleTrigger(), 1_000, note);
    revisions.push(await triggers.revision());
    await triggers.changeTrigger(id, to({ filter: { ...PASSES_ALL, sources: ['x'] } }), sampleNote('trigger_changed'));
    revisions.push(await triggers.revision());
    const merge = (): TriggerDefinition => {
      throw new Error('no');
    };
    await expect(triggers.changeTrigger(id, { at: 1, merge }, note)).rejects.toThrow();
    await expect(triggers.deleteTrigger('999', 1, note)).rejects.toMatchObject({ code: 'not_found' });
    await triggers.deleteTrigger(id, 2_000, sampleNote('trigger_deleted'));
    revisions.push(await triggers.revision());
    expect(revisions).toEqual([0, 1, 2, 3]);
    const trail = (await store.audit.listAudit({ limit: 9 })).items.map(({ action }) => action);
    expect(trail).toEqual(['trigger_deleted', 'trigger_changed', 'trigger_created']);
  });

  test('that are deleted or disabled take what waits for them along, with that reason', async () => {
    const store = await open();
    const triggers = triggersOf(store);
    const ids = [];
    for (const name of ['a', 'b', 'c'])
      ids.push((await triggers.createTrigger(sampleTrigger({ name }), 1_000, note)).id);
    await deliver(store, ['x'], ids);
    const [a = '', b = '', c = ''] = ids;
    await triggers.deleteTrigger(a, 2_000, note);
    await triggers.changeTrigger(b, to({ enabled: false }), note);
    await triggers.changeTrigger(c, to({ filter: { ...PASSES_ALL, sources: ['x'] } }), note);
    expect((await deaths(store)).sort()).toEqual([`${a} trigger_deleted`, `${b} trigger_disabled`, `${c} null`].sort());
  });

  test('that are opened again send nothing of what waited when they were closed, however much it was', async () => {
    const store = await open();
    const triggers = triggersOf(store);
    const { id } = await triggers.createTrigger(sampleTrigger(), 1_000, note);
    const told: number[] = [];
    for (const part of [store.triggers, store.deliveries]) part.onBuried(({ count }) => told.push(count));
    const many = (of: string) => Array.from({ length: 1_100 }, (_, n) => `${of} ${n}`);
    const waiting = () => store.deliveries.countPending(9_999);
    await deliver(store, many('first'), [id]);
    await triggers.changeTrigger(id, to({ enabled: false }), note);
    expect(await waiting()).toBe(600);
    await triggers.changeTrigger(id, to({ enabled: true }), note);
    expect(await waiting()).toBe(0);
    for (const opened of [
      () => triggers.resumeTrigger(id, note),
      () => triggers.changeTrigger(id, to({ name: 'x' }), note),
      () => store.triggers.resumeWritten(id, 9_000),
    ]) {
      await deliver(store, many(String(opened)), [id]);
      await store.deliveries.mark([], [{ triggerId: id, shows: 'suspended', why: 'gone', at: 5 }]);
      expect(await waiting()).toBe(600);
      await opened();
      expect(await waiting()).toBe(0);
    }
    await deliver(store, ['later'], [id]);
    await store.deliveries.mark([], [{ triggerId: id, shows: 'failing', at: 5 }]);
    await triggers.resumeTrigger(id, note);
    await triggers.changeTrigger(id, to({ name: 'y' }), note);
    expect(await waiting()).toBe(1);
    expect(told.filter((count) => count > 0)).toEqual([500, 600, 500, 600, 500, 600, 500, 600]);
  });

  test('begin afresh when somebody changes them, or says so', async () => {
    const store = await open();
    const triggers = triggersOf(store);
    const { id } = await triggers.createTrigger(sampleTrigger(), 1_000, note);
    const suspend = () => store.deliveries.mark([], [{ triggerId: id, shows: 'suspended', why: 'gone', at: 5 }]);
    await suspend();
    await triggers.changeTrigger(id, to({ enabled: false }), note);
    expect((await triggers.loadTriggers()).standings.get(id)?.suspension).toBe('gone');
    await triggers.changeTrigger(id, to({ enabled: true }), note);
    expect((await triggers.loadTriggers()).standings.size).toBe(0);
    await suspend();
    await triggers.resumeTrigger(id, note);
    expect((await triggers.loadTriggers()).standings.size).toBe(0);
  });

  test('are told of with what counted of them alone', async () => {
    const store = await open();
    const triggers = triggersOf(store);
    const counted = async (...changes: readonly StandingChange[]) =>
      (await store.deliveries.mark([], changes)).standings;
    const { id, updatedAt } = await triggers.createTrigger(sampleTrigger(), 1_000, note);
    const of = { triggerId: id, writtenAt: updatedAt };
    const failing = { ...of, shows: 'failing', at: 2_000 } as const;
    const gone = { ...of, shows: 'suspended', why: 'gone', at: 2_002 } as const;
    const hopeless = { ...gone, why: 'failing' } as const;
    expect(await counted({ ...of, shows: 'success' })).toEqual([]);
    expect(await counted(failing)).toEqual([failing]);
    // So soon after the one before it is not written down; nor is it hopeless by then.
    expect(await counted({ ...failing, at: 2_001 }, hopeless)).toEqual([]);
    expect(await counted({ ...gone, writtenAt: 999 })).toEqual([]);
    const { suspension } = (await triggers.loadTriggers()).standings.get(id) ?? {};
    expect(suspension).toBe(null);
    expect(await counted(gone)).toEqual([gone]);
    expect(await counted({ ...gone, at: 2_003 }, hopeless, failing)).toEqual([]);
    expect((await triggers.loadTriggers()).standings.get(id)?.suspendedAt).toBe(2_002);
    await triggers.deleteTrigger(id, 3_000, note);
    expect(await counted(failing, gone)).toEqual([]);
    expect((await triggers.loadTriggers()).standings.size).toBe(0);
  });

  test('that were written again are shown nothing by what was sent before, and keep what they lead to', async () => {
    const store = await open();
    const triggers = triggersOf(store);
    const sent = await triggers.createTrigger(sampleTrigger(), 1_000, note);
    const { id } = sent;
    const config = new Sealed({ url: 'http://127.0.0.1:9/another' });
    await triggers.changeTrigger(id, to({ config }), note);
    await deliver(store, ['a'], [id]);
    const of = { triggerId: id, writtenAt: sent.updatedAt };
    await store.deliveries.mark([], [{ ...of, shows: 'suspended', why: 'gone', at: 9_500 }]);
    await store.deliveries.mark([], [{ ...of, shows: 'failing', at: 9_500 }]);
    await store.triggers.storeConfig(sent, { url: 'http://127.0.0.1:9/moved' });
    const { standings, triggers: all } = await triggers.loadTriggers();
    expect([standings.size, all[0]?.config.reveal(), await store.deliveries.countPending(9)]).toEqual([
      ...[0, config.reveal(), 1],
    ]);
    await store.deliveries.mark([], [{ ...of, writtenAt: 9_000, shows: 'failing', at: 9_600 }]);
    await store.deliveries.mark([], [{ ...of, shows: 'success' }]);
    expect((await triggers.loadTriggers()).standings.get(id)?.failingSince).toBe(9_600);
    await store.deliveries.mark([], [{ ...of, writtenAt: 9_000, shows: 'suspended', why: 'gone', at: 9_700 }]);
    expect(await deaths(store)).toEqual([`${id} trigger_suspended`]);
  });
});
