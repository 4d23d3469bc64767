import { expect, test } from 'vitest';
import { describeDatabases } from '../../support/databases.ts';
import { deliver } from '../../support/delivery-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { claim, listed, markOf, START, statesOf } from '../../support/outbox.ts';

describeDatabases('the outbox', (create) => {
  const open = async () => (await create()).open({ clock: new ManualClock(START) });

  test('is listed newest first, by any filter, page by page', async () => {
    const store = await open();
    await deliver(store, ['a', 'b', 'c'], ['1', '2']);
    const [a] = await claim(store, '2', { limit: 1 });
    if (!a) throw new Error('one was due');
    await store.deliveries.mark([markOf(a)], []);
    const { listDeliveries } = { listDeliveries: store.deliveries.listDeliveries.bind(store.deliveries) };
    const all: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listDeliveries({}, { limit: 4, cursor });
      all.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(all).toEqual([...all].sort((x, y) => Number(y) - Number(x)));
    expect(new Set(all).size).toBe(6);
    expect(statesOf((await listDeliveries({ state: 'delivered' }, { limit: 9 })).items)).toEqual(['delivered']);
    expect((await listDeliveries({ triggerId: '2', state: 'pending' }, { limit: 9 })).items).toHaveLength(2);
    expect((await listDeliveries({ eventId: a.event.id }, { limit: 9 })).items).toHaveLength(2);
  });

  test('is found by every combination of filters, as somebody who looks at each would find it', async () => {
    const database = await create();
    const store = await database.open({ clock: new ManualClock(START) });
    await deliver(
      store,
      Array.from({ length: 30 }, (_, n) => `e${n}`),
      ['1', '2', '3'],
    );
    await database.run("update deliveries set state = 'dead' where id % 7 < 2");
    await database.run("update deliveries set state = 'delivered' where id % 7 > 3 and trigger_id <> '3'");
    const all = await listed(store);
    expect(new Set(all.map(({ state }) => state)).size).toBe(3);
    for (const state of [undefined, 'pending', 'delivered', 'dead'] as const)
      for (const triggerId of [undefined, '1', '3', '404'])
        for (const eventId of [undefined, all[4]?.eventId, '404']) {
          const filter = { state, triggerId, eventId };
          const ids = all
            .filter((one) => state === undefined || one.state === state)
            .filter((one) => triggerId === undefined || one.triggerId === triggerId)
            .filter((one) => eventId === undefined || one.eventId === eventId)
            .map(({ id }) => id);
          const found: string[] = [];
          for (let cursor: string | undefined; ; ) {
            const page = await store.deliveries.listDeliveries(filter, { limit: 4, cursor });
            expect(page.items.length).toBeLessThanOrEqual(4);
            found.push(...page.items.map(({ id }) => id));
            if (page.nextCursor === null) break;
            cursor = page.nextCursor;
          }
          expect([filter, found]).toEqual([filter, ids]);
        }
  });
});
