import { expect, test } from 'vitest';
import { describeDatabases } from '../../support/databases.ts';
import { deliver } from '../../support/delivery-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { START } from '../../support/outbox.ts';

const NOTHING = { lastDeliveredAt: null, delivered: 0, failed: 0, waiting: 0 };

describeDatabases('the newest deliveries of triggers', (create) => {
  async function scene(keys: number, triggerIds: readonly string[]) {
    const database = await create();
    const store = await database.open({ clock: new ManualClock(START) });
    await deliver(
      store,
      Array.from({ length: keys }, (_, n) => `e${n}`),
      triggerIds,
    );
    /** Of all triggers, by the place of the event. */
    const become = (change: string, place: string) =>
      database.run(`update deliveries set ${change} where event_id - (select min(event_id) from deliveries) ${place}`);
    return { database, become, recentOf: (ids: readonly string[]) => store.deliveries.recentOf(ids) };
  }

  test('are counted by what became of them, for each trigger in the order in which they are asked for', async () => {
    const { database, become, recentOf } = await scene(6, ['1', '2']);
    await become("state = 'delivered', attempt = 1, ended_at = 900", '= 0');
    await become("state = 'delivered', attempt = 3, ended_at = 500", '= 1');
    await become("state = 'dead', attempt = 10, death = 'exhausted', ended_at = 999", '= 2');
    await become("state = 'dead', death = 'expired'", '= 3');
    await become('attempt = 2', '= 4');
    await database.run("update deliveries set state = 'pending', attempt = 0, ended_at = null where trigger_id = '2'");
    expect(await recentOf(['2', '404', '1'])).toEqual([
      { ...NOTHING, triggerId: '2', waiting: 6 },
      { ...NOTHING, triggerId: '404' },
      { triggerId: '1', lastDeliveredAt: 900, delivered: 2, failed: 3, waiting: 1 },
    ]);
    expect(await recentOf([])).toEqual([]);
  });

  test('show nothing of the receiver where they ended with their trigger', async () => {
    const { become, recentOf } = await scene(4, ['1']);
    await become("state = 'dead', attempt = 2, death = 'trigger_disabled'", '< 1');
    await become("state = 'dead', death = 'trigger_suspended'", '= 1');
    await become("state = 'dead', attempt = 1, death = 'gone'", '= 2');
    expect(await recentOf(['1'])).toEqual([{ ...NOTHING, triggerId: '1', failed: 1, waiting: 1 }]);
  });

  test('are the newest fifty, whatever became of them, and the last that arrived is among more', async () => {
    const { become, recentOf } = await scene(60, ['1']);
    await become("state = 'delivered', attempt = 1, ended_at = 700", '< 10');
    await become("state = 'dead', attempt = 10, death = 'exhausted'", '>= 40');
    await become('attempt = 1', 'between 30 and 34');
    expect(await recentOf(['1'])).toEqual([
      { triggerId: '1', lastDeliveredAt: 700, delivered: 0, failed: 25, waiting: 25 },
    ]);
  });
});
