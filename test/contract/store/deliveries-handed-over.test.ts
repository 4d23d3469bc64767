import { expect, test } from 'vitest';
import { describeDatabases, postgresDatabases } from '../../support/databases.ts';
import { changeWith, sampleEvent } from '../../support/event-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { claim, keysOf, mark, markOf, NONE, START, senderWith } from '../../support/outbox.ts';
import { POSTGRES } from '../../support/postgres-server.ts';
import { describeWith } from '../../support/requirement.ts';

describeDatabases('the outbox', (create) => {
  const open = async () => (await create()).open({ clock: new ManualClock(START) });

  test('gives what its sender has room for straight to him, once it is durable, and leaves the rest to be claimed', async () => {
    const store = await open();
    const { sender, taken, freed } = senderWith(2);
    const woken: string[] = [];
    store.events.planDeliveries(
      () => ['1', '2'],
      (ids) => woken.push(...ids),
      sender,
    );
    const stored = await store.events.append(['a', 'b', 'c'].map((key) => sampleEvent(key)));
    await store.events.append([sampleEvent('a')]);
    expect(taken.map(({ triggerId, event }) => [triggerId, event])).toEqual([
      ['1', stored[0]],
      ['1', stored[1]],
    ]);
    expect([freed(), woken]).toEqual([0, ['2', '1']]);
    const except = new Set(taken.map(({ id }) => id));
    expect([keysOf(await claim(store, '1', { except })), keysOf(await claim(store, '2'))]).toEqual([
      ['c'],
      ['a', 'b', 'c'],
    ]);
    const fresh = { pendingSince: START, attemptCount: 0, attempts: [] };
    expect(taken).toMatchObject([fresh, fresh]);
    expect(await mark(store, ...taken.map((one) => markOf(one)))).toEqual(except);
    // They are the first of their trigger, and listed as such.
    expect(
      (await store.deliveries.listDeliveries({ triggerId: '1' }, { limit: 9 })).items.map(({ state }) => state),
    ).toEqual([...['pending', 'delivered', 'delivered']]);
  });

  test.each(['deliveries', 'event_counts'])(
    'gives the room of its sender back where a transaction is refused: %s',
    async (table) => {
      const database = await create();
      const store = await database.open({ clock: new ManualClock(START) });
      const { sender, taken, freed } = senderWith(9);
      store.events.planDeliveries(
        () => ['1'],
        () => {},
        sender,
      );
      await database.run(`alter table ${table} rename to elsewhere`);
      await expect(store.events.append([sampleEvent('a')])).rejects.toMatchObject({ code: 'internal' });
      expect([taken, freed()]).toEqual([[], sender.kept()]);
      await database.run(`alter table elsewhere rename to ${table}`);
      await store.events.append([sampleEvent('a')]);
      expect(taken.map(({ event }) => event.message)).toEqual(['message of a']);
    },
  );

  test('gives the room of its sender back where a commit of lines is refused behind their events', async () => {
    const database = await create();
    const store = await database.open({ clock: new ManualClock(START) });
    const lease = await store.watching.leaseOf('docker:local');
    await lease.tryAcquire({ name: 'one', pid: 1, hostname: 'here', heartbeatTimeout: 600 });
    const { sender, taken, freed } = senderWith(9);
    store.events.planDeliveries(
      () => ['1'],
      () => {},
      sender,
    );
    const ledger = store.watching.ledger({ fencingOf: () => 1, writeEffects: store.events.writeEffects });
    const memories = [{ source: 'docker:local', memory: 'known' }];
    const commit = () => ledger.commit({ origins: [changeWith('web', [sampleEvent('a')])], memories });
    await database.run('alter table sources rename column memory to elsewhere');
    await expect(commit()).rejects.toMatchObject({ code: 'internal' });
    expect([taken, freed()]).toEqual([[], 1]);
    await database.run('alter table sources rename column elsewhere to memory');
    await commit();
    expect(keysOf(taken)).toEqual(['a']);
  });
});

describeWith(POSTGRES, 'the outbox of several instances', () => {
  const create = postgresDatabases();

  test('gives what is handed over to nobody else, until its lease has run out', async () => {
    const database = await create();
    const clock = new ManualClock(START);
    const [one, other] = [await database.open({ clock }), await database.open({ clock })];
    const { sender, taken } = senderWith(2);
    one.events.planDeliveries(
      () => ['1'],
      () => {},
      sender,
    );
    await one.events.append(['a', 'b', 'c'].map((key) => sampleEvent(key)));
    expect(keysOf(await claim(other, '1'))).toEqual(['c']);
    expect([await other.deliveries.nextDue('1', NONE), await other.deliveries.dueTriggers(['1'], START)]).toEqual([
      ...[undefined, []],
    ]);
    const [a, b] = taken;
    if (!a || !b) throw new Error('There was room for two.');
    expect(await mark(one, markOf(a))).toEqual(new Set([a.id]));
    await database.run('update deliveries set leased_until = leased_until - 59000');
    expect(await claim(other, '1')).toEqual([]);
    await database.run('update deliveries set leased_until = leased_until - 1001');
    const [again] = (await claim(other, '1')).filter(({ id }) => id === b.id);
    expect(again?.claim).toBeGreaterThan(b.claim);
    expect(await mark(one, markOf(b))).toEqual(new Set());
  });
});
