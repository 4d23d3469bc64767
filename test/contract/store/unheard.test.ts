import { expect, test } from 'vitest';
import { describeDatabases } from '../../support/databases.ts';
import { sampleEvent } from '../../support/event-samples.ts';

describeDatabases('a statement whose answer nobody needs', (create) => {
  // The first has others behind it that are heard of, the last has only the commit.
  test.each(['event_log', 'event_minutes', 'event_counts', 'deliveries'])(
    'refuses its transaction by its own reason when it fails, and no other: %s',
    async (table) => {
      const database = await create();
      const store = await database.open();
      const told: string[] = [];
      store.events.planDeliveries(
        () => ['1'],
        (ids) => told.push(...ids),
      );
      await store.events.append([sampleEvent('first')]);
      await database.run(`alter table ${table} rename to elsewhere`);
      const refused = store.events.append([sampleEvent('second')]);
      await expect(refused).rejects.toMatchObject({
        code: 'internal',
        cause: { message: expect.stringContaining(table) },
      });
      await database.run(`alter table elsewhere rename to ${table}`);
      expect((await store.events.listEvents({}, { limit: 10 })).items).toHaveLength(1);
      const stored = await store.events.append([sampleEvent('second'), sampleEvent('third')]);
      expect([stored.length, await store.deliveries.countPending(10), told]).toEqual([2, 3, ['1', '1']]);
    },
  );

  test('refuses many events by the reason of the first that could not be stored, while the next are made ready', async () => {
    const database = await create();
    const store = await database.open();
    const many = Array.from({ length: 2_500 }, (_, n) => sampleEvent(`event ${n}`));
    await database.run('alter table event_log rename to elsewhere');
    await expect(store.events.append(many)).rejects.toMatchObject({
      code: 'internal',
      cause: { message: expect.stringContaining('event_log') },
    });
    await database.run('alter table elsewhere rename to event_log');
    expect((await store.events.append(many)).map(({ message }) => message)).toHaveLength(2_500);
    expect((await store.events.append(many)).length).toBe(0);
  });
});
