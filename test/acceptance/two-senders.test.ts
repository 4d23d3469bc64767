import { expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { startProcess } from '../support/child-process.ts';
import { type FaultyReceiver, startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { POSTGRES, postgresForSuite, runOnPostgres } from '../support/postgres-server.ts';
import { describeWith } from '../support/requirement.ts';
import { ADMIN_PASSWORD } from '../support/running-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const isLong = process.env.TOCSIN_TEST_LONG === '1';

/** The database itself writes down who takes a delivery, and until when somebody else had it. */
const WITNESS = `
  create table claims (delivery_id bigint, at_ms bigint, before_until bigint);
  create function witness() returns trigger language plpgsql as $$ begin
    insert into claims values (new.id, (extract(epoch from clock_timestamp()) * 1000)::bigint, old.leased_until);
    return null;
  end $$;
  create trigger later after update on deliveries for each row when (new.claim <> old.claim) execute function witness();
  create trigger born after insert on deliveries for each row when (new.claim <> 0) execute function witness()`;

async function startSender(name: string, databaseUrl: string, receiver: FaultyReceiver) {
  const server = await startProcess('src/main.ts', ['serve'], {
    ...{ TOCSIN_DATABASE_URL: databaseUrl, TOCSIN_DATA_DIR: temporaryDirectory(), TOCSIN_PORT: '0' },
    ...{ TOCSIN_DOCKER_HOST: 'none', TOCSIN_LOG_FORMAT: 'json', TOCSIN_ADMIN_PASSWORD: ADMIN_PASSWORD },
    ...{ TOCSIN_EGRESS_ALLOW: `127.0.0.1/32:${receiver.port}`, TOCSIN_PUBLIC_URL: `http://${name}.example` },
  });
  const line = await server.line((text) => text.includes('"service_initialized"'));
  const admin = new ApiClient(String(JSON.parse(line).url), { origin: `http://${name}.example` });
  await admin.login('admin', ADMIN_PASSWORD);
  return { server, admin };
}

/** Who sent it: each has a name by which people reach it. */
const senderOf = ({ body }: { readonly body: string }): string =>
  new URL(JSON.parse(body).data.link).hostname.split('.')[0] ?? '';

describeWith(POSTGRES, 'two servers on one outbox', () => {
  const emptyDatabase = postgresForSuite();

  test('share its work, take nothing that the other has, and the one that is left finishes what the killed one had', {
    timeout: 240_000,
  }, async () => {
    const databaseUrl = await emptyDatabase();
    const run = (statement: string) => runOnPostgres(databaseUrl, statement);
    const count = async (where: string) => Number((await run(`select count(*) as n from deliveries ${where}`))[0]?.n);
    let isFirstHeard = true;
    const receiver = await startFaultyReceiver({
      reply: (request) => (isFirstHeard || senderOf(request) !== 'one' ? { status: 204 } : 'accept_then_silence'),
    });
    const one = await startSender('one', databaseUrl, receiver);
    const two = await startSender('two', databaseUrl, receiver);
    await run(WITNESS);
    await one.admin.post('/api/event-triggers', {
      ...{ name: 'hook', channel: 'webhook', config: { url: `${receiver.url}/hook` } },
    });
    const stored: string[] = [];
    const send = async ({ admin }: { readonly admin: ApiClient }): Promise<void> => {
      const { status, body } = await admin.post('/api/events', { severity: 'error', message: `n ${stored.length}` });
      if (status === 201) stored.push(String(body?.id));
    };
    const sent = (name: string) => receiver.requests.filter((request) => senderOf(request) === name).length;
    await waitUntil(
      async () => {
        for (let n = 0; n < 10; n++) await send(one);
        return sent('one') > 5;
      },
      { what: 'the first to send' },
    );
    await waitUntil(async () => (await count(`where state = 'pending'`)) === 0, { what: 'all to be delivered' });
    // Now the first has four requests on their way that nobody answers: what is stored by it from then on the other sends. Then it is killed.
    isFirstHeard = false;
    const before = sent('one');
    await waitUntil(
      async () => {
        await send(one);
        return sent('one') === before + 4;
      },
      { what: 'four requests of the first' },
    );
    for (let n = 0; n < 20; n++) await send(one);
    await waitUntil(async () => (await count(`where state = 'pending'`)) === 4, { what: 'the other to send' });
    expect(sent('two')).toBeGreaterThanOrEqual(20);
    await one.server.kill('SIGKILL');
    for (let n = 0; n < 20; n++) await send(two);
    await waitUntil(async () => (await count(`where state = 'pending'`)) === 4, { what: 'all but what the first has' });
    // Nobody takes that before its minute is over.
    if (!isLong) await run(`update deliveries set leased_until = leased_until - 60000 where state = 'pending'`);
    await waitUntil(async () => (await count(`where state = 'pending'`)) === 0, {
      what: 'the other to finish',
      limitMs: 90_000,
    });
    expect(await count('')).toBe(stored.length);
    expect(await count(`where state = 'delivered'`)).toBe(stored.length);
    const heard = Map.groupBy(receiver.requests, ({ body }) => String(JSON.parse(body).data.event.id));
    const times = Map.groupBy(stored, (id) => heard.get(id)?.length ?? 0);
    expect([times.get(2)?.length, times.get(1)?.length]).toEqual([4, stored.length - 4]);
    for (const requests of heard.values())
      expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await run('select * from claims where before_until > at_ms')).toEqual([]);
    expect(Number((await run('select count(*) as n from claims'))[0]?.n)).toBe(stored.length + 4);
  });
});
