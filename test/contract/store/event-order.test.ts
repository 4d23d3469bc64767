import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { postgresDatabases } from '../../support/databases.ts';
import { sampleEvent } from '../../support/event-samples.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { POSTGRES } from '../../support/postgres-server.ts';
import { describeWith } from '../../support/requirement.ts';
import { waitUntil } from '../../support/wait-until.ts';

const WAITING = `select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;

describeWith(POSTGRES, 'events that two instances store at once', () => {
  const create = postgresDatabases();

  /** Two instances, and a transaction of another program in which the count of errors of the present minute is held. */
  async function given() {
    const database = await create();
    const clock = new ManualClock(60_000);
    const [one, other] = [await database.open({ clock }), await database.open({ clock })];
    const holding = new Client({ connectionString: database.databaseUrl });
    await holding.connect();
    onTestFinished(() => holding.end());
    await holding.query('begin');
    await holding.query("insert into event_minutes (minute, severity, events) values (1, 'error', 0)");
    const waiting = async () => Number((await database.run(WAITING))[0]?.n);
    return { one, other, waiting, letGo: () => holding.query('commit') };
  }

  test('become visible in the order of their ids, also when the first one takes long', async () => {
    const { one, other, waiting, letGo } = await given();
    const visible = async () => (await one.events.eventsAfter(0, 9)).map(({ message }) => message);
    const first = one.events.append([sampleEvent('first', { severity: 'error' })]);
    await waitUntil(async () => (await waiting()) === 1, { what: 'the first one waits' });
    let isStored = false;
    const second = other.events.append([sampleEvent('second', { severity: 'info' })]).then((stored) => {
      isStored = true;
      return stored;
    });
    await waitUntil(async () => isStored || (await waiting()) === 2, { what: 'the second one is stored or waits' });
    expect(await visible()).toEqual([]);
    await letGo();
    const ids = [...(await first), ...(await second)].map(({ id }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    expect(await visible()).toEqual(['message of first', 'message of second']);
  });
});
