import { expect, test } from 'vitest';
import { postgresDatabases } from '../../support/databases.ts';
import { deliver } from '../../support/delivery-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { claim, keysOf, listed, mark, markOf, NONE, note, START, statesOf } from '../../support/outbox.ts';
import { POSTGRES } from '../../support/postgres-server.ts';
import { describeWith } from '../../support/requirement.ts';

describeWith(POSTGRES, 'the outbox of several instances', () => {
  const create = postgresDatabases();

  test('gives each delivery to one of them, and to another when its lease has run out', async () => {
    const database = await create();
    const clock = new ManualClock(START);
    const [one, other] = [await database.open({ clock }), await database.open({ clock })];
    const keys = Array.from({ length: 40 }, (_, n) => `event ${n}`);
    await deliver(one, keys, ['1']);
    const claims = await Promise.all([one, other, one, other].map((store) => claim(store, '1', { limit: 10 })));
    const ids = claims.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = [...(await claim(one, '1')), ...(await claim(other, '1'))];
    expect([ids.length + rest.length, await claim(one, '1')]).toEqual([40, []]);
    expect([await one.deliveries.nextDue('1', NONE), await one.deliveries.dueTriggers(['1'], START)]).toEqual([
      ...[undefined, []],
    ]);
    // Taken while the database's clock was an hour ahead, which it is no more.
    await database.run('update deliveries set leased_until = leased_until + 3600000 where id <= 4');
    const freed = await claim(other, '1');
    expect(freed).toHaveLength(4);
    // Both stand still for half a lease, then for longer than one.
    await database.run('update deliveries set leased_until = leased_until - 30000');
    expect(await claim(other, '1')).toEqual([]);
    await database.run('update deliveries set leased_until = leased_until - 31000');
    const again = await claim(other, '1');
    expect(keysOf(again).toSorted()).toEqual(keys.toSorted());
    expect(Math.min(...freed.map(({ claim: number }) => number))).toBeGreaterThan(
      Math.max(...claims.flat().map(({ claim: number }) => number)),
    );
    const late = claims.flat().map((delivery) => markOf(delivery));
    expect(await mark(one, ...late)).toEqual(NONE);
    expect((await mark(other, ...again.map((delivery) => markOf(delivery)))).size).toBe(40);
  });

  test('leaves a claim that a crash of the server forgot to whoever has it, as long as nobody has claimed it since', async () => {
    const database = await create();
    const store = await database.open({ clock: new ManualClock(START) });
    await deliver(store, ['a', 'b'], ['1']);
    const [held, free] = await claim(store, '1');
    if (!held || !free) throw new Error('two were due');
    await database.run('update deliveries set leased_until = null, claim = 0');
    expect(keysOf(await claim(store, '1', { except: new Set([held.id]) }))).toEqual(keysOf([free]));
    expect(await mark(store, markOf(held), markOf(free))).toEqual(new Set([held.id]));
    expect(statesOf(await listed(store)).toSorted()).toEqual(['delivered', 'pending']);
  });

  test('knows a claim that a crash of the server forgot from the one that came after it', async () => {
    const database = await create();
    const clock = new ManualClock(START);
    const [one, other] = [await database.open({ clock }), await database.open({ clock })];
    await deliver(one, ['a'], ['1']);
    const before = 'update deliveries set leased_until = null, claim = ';
    const [forgotten] = await claim(one, '1');
    // As the row was before the claim, which is how the server finds it after a crash.
    await database.run(`${before} 0`);
    const [now] = await claim(other, '1');
    if (!forgotten || !now) throw new Error('one was due each time');
    const dead = markOf(forgotten, { state: 'dead', death: 'refused' });
    expect([await mark(one, dead), statesOf(await listed(one))]).toEqual([NONE, ['pending']]);
    await other.deliveries.mark([markOf(now, { state: 'dead', death: 'refused' })], []);
    // Begun anew since, by somebody who knew nothing of what was forgotten.
    await other.deliveries.retry(now.id, START, note);
    expect([await mark(one, dead), statesOf(await listed(one))]).toEqual([NONE, ['pending']]);
    // A clock that was set back gives no number twice.
    await database.run(`${before} ${now.claim + 3_600_000_000}`);
    const [later] = await claim(one, '1');
    expect(later?.claim).toBe(now.claim + 3_600_000_001);
  });
});
