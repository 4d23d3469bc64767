import { Client } from 'pg';
import { expect, onTestFinished, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { Secret } from '../../src/config/secret.ts';
import { ApiClient } from '../support/api-client.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { POSTGRES, postgresForSuite } from '../support/postgres-server.ts';
import { describeWith } from '../support/requirement.ts';
import { ADMIN_PASSWORD, runServer } from '../support/running-server.ts';
import { waitUntil } from '../support/wait-until.ts';

describeWith(POSTGRES, 'a receiver of what is being stored on PostgreSQL', () => {
  const emptyDatabase = postgresForSuite();

  async function given() {
    const url = await emptyDatabase();
    const receiver = await startFaultyReceiver();
    const network = parseNetwork(`127.0.0.1/32:${receiver.port}`);
    const server = await runServer({ databaseUrl: new Secret(url), egressAllow: network ? [network] : [] });
    onTestFinished(() => server.dispose());
    const admin = new ApiClient(server.url);
    await admin.login('admin', ADMIN_PASSWORD);
    await admin.post('/api/event-triggers', { name: 'hook', channel: 'webhook', config: { url: `${receiver.url}/` } });
    const other = new Client({ connectionString: url });
    await other.connect();
    onTestFinished(() => other.end());
    const happens = (message: string) => admin.post('/api/events', { source: 'ci', severity: 'error', message });
    const heard = () => receiver.requests.map(({ body }) => JSON.parse(body).data.event.message);
    // A trigger that is new is looked for in the outbox, and while that look waited for a lock, nothing else would be begun.
    await happens('it comes first');
    const isMarked = async () => (await other.query(`select from deliveries where state = 'delivered'`)).rowCount === 1;
    await waitUntil(isMarked, { what: 'delivery of the first' });
    /** Posts an event whose deliveries cannot be written for now, and waits until its receiver is connected to. */
    async function stalls(message: string) {
      await other.query('begin');
      await other.query('lock table deliveries in exclusive mode');
      const posted = happens(message);
      await waitUntil(() => receiver.connections() === 2, { what: 'connection to the receiver' });
      return { answer: () => posted };
    }
    return { receiver, other, happens, heard, stalls };
  }

  test('is connected to meanwhile, and hears of an event once it is durable', async () => {
    const { other, heard, stalls } = await given();
    const { answer } = await stalls('it waits');
    expect(heard()).toEqual(['it comes first']);
    await other.query('commit');
    expect((await answer()).status).toBe(201);
    await waitUntil(() => heard().length === 2, { what: 'message' });
    expect(heard()).toEqual(['it comes first', 'it waits']);
  });

  test('hears nothing of what is not stored in the end', async () => {
    const { receiver, other, happens, heard, stalls } = await given();
    const { answer } = await stalls('it is refused');
    // It is connected to before the deliveries are written.
    const ended = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query ilike '%insert into deliveries%'`;
    const ends = async (): Promise<boolean> => {
      // In a transaction every look is else the first one.
      await other.query('select pg_stat_clear_snapshot()');
      return (await other.query(ended)).rows.length > 0;
    };
    await waitUntil(ends, { what: 'deliveries that wait' });
    expect((await answer()).status).toBe(503);
    await waitUntil(() => receiver.open() === 0, { what: 'end of the connection' });
    await other.query('rollback');
    expect((await happens('it is stored')).status).toBe(201);
    await waitUntil(() => heard().length === 2, { what: 'message' });
    expect(heard()).toEqual(['it comes first', 'it is stored']);
  });
});
