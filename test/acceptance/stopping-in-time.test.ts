// What holds up the end of a server, all at once, in a process of its own: SIGTERM is to end it within ten seconds, and nothing is lost by that.
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { startProcess } from '../support/child-process.ts';
import { describeDatabases, postgresDatabases } from '../support/databases.ts';
import { startFakeEngine } from '../support/fake-engine/fake-engine.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { startDatadogIntake } from '../support/intake/datadog-intake.ts';
import { startElasticsearchNode } from '../support/intake/elasticsearch-node.ts';
import { POSTGRES } from '../support/postgres-server.ts';
import { describeWith } from '../support/requirement.ts';
import { ADMIN_PASSWORD } from '../support/running-server.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { waitUntil } from '../support/wait-until.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const STOPS_WITHIN_MS = 10_000;

/** Of which only half ever comes. */
function halfRequest(url: string): void {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    'POST /api/auth/login HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{',
  );
}

describeDatabases('a server that is asked to stop while everybody is silent', (create) => {
  test('ends in time, gives back what it has claimed, has saved how far it has read, and sends its last line to who listens', {
    timeout: 120_000,
  }, async () => {
    const database = await create();
    const [receiver, engine] = [
      await startFaultyReceiver({ script: ['accept_then_silence'] }),
      await startFakeEngine(),
    ];
    const [silent, elastic] = [await startDatadogIntake(KEY), await startElasticsearchNode()];
    const count = async (of: string) => Number((await database.run(`select count(*) as n from ${of}`))[0]?.n);
    silent.intake.script('silence');
    const web = engine.addContainer({ name: 'web' });
    const start = async (settings: Readonly<Record<string, string>>) => {
      const server = await startProcess('src/main.ts', ['serve'], {
        ...{ TOCSIN_DATA_DIR: database.dataDir, TOCSIN_PORT: '0', TOCSIN_DOCKER_HOST: `nas=${engine.url}` },
        ...{ TOCSIN_ADMIN_PASSWORD: ADMIN_PASSWORD, TOCSIN_EGRESS_ALLOW: `127.0.0.1/32:${receiver.port}` },
        ...(database.databaseUrl !== undefined && { TOCSIN_DATABASE_URL: database.databaseUrl }),
        ...{ TOCSIN_LOG_FORMAT: 'json', TOCSIN_METRICS_PUBLIC: 'true', ...settings },
      });
      const ready = await server.line((text) => text.includes('"service_initialized"'));
      const admin = new ApiClient(String(JSON.parse(ready).url));
      await admin.login('admin', ADMIN_PASSWORD);
      return { server, admin, url: String(JSON.parse(ready).url) };
    };
    const { server, admin, url } = await start({
      ...{ TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true', TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'datadog,elasticsearch' },
      ...{ TOCSIN_DATADOG_API_KEY: KEY, TOCSIN_DATADOG_URL: silent.intake.url },
      ...{ TOCSIN_ELASTICSEARCH_HOSTS: elastic.intake.url, TOCSIN_ELASTICSEARCH_BATCH_SIZE: '1000' },
      TOCSIN_ELASTICSEARCH_FLUSH_INTERVAL_SECONDS: '300',
    });
    await admin.post('/api/event-triggers', { name: 'hook', channel: 'webhook', config: { url: receiver.url } });
    await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal', cooldown_seconds: 0 });
    const states = async () => ((await admin.get('/api/containers')).body?.items ?? []) as { readonly state: string }[];
    await waitUntil(async () => (await states()).some(({ state }) => state === 'following'), {
      ...{ what: 'the container is followed', limitMs: 60_000 },
    });
    // What is written from now on is behind the moment at which the watching began.
    engine.time.move(60_000);
    web.log('stdout', 'fatal: told to who is silent');
    await waitUntil(() => receiver.requests.length > 0 && silent.intake.requests.length > 0, {
      ...{ what: 'a message and lines of the log are under way', limitMs: 60_000 },
    });
    halfRequest(url);
    const running = 'tocsin_http_active_requests{method="POST",endpoint="/api/auth/login"} 1';
    await waitUntil(async () => (await admin.get('/metrics')).text.includes(running), { what: 'half a request' });

    const asked = performance.now();
    await server.kill('SIGTERM');
    expect(performance.now() - asked).toBeLessThan(STOPS_WITHIN_MS);
    expect(await server.code).toBe(0);
    expect(server.lines.filter((line) => /"(?:tocsin_stop_failed|tocsin_crashed)"/.test(line))).toEqual([]);
    const given = `deliveries where state = 'pending' and leased_until is null and attempt = 0`;
    expect([await count('deliveries'), await count(given)]).toEqual([1, 1]);
    const shippable = server.lines.filter((line) => JSON.parse(line).logger_name !== 'external_log');
    expect(shippable.at(-1)).toContain('"tocsin_stopped"');
    const arrived = [...elastic.documents.values()].map(({ message }) => message);
    expect(arrived.toSorted()).toEqual(shippable.toSorted());
    // What waits goes when the stop is asked for, and not behind the half request that holds it up.
    const came = (event: string) => elastic.intake.requests.findIndex(({ body }) => body.includes(`"${event}"`));
    expect(came('tocsin_stopping')).toBeGreaterThanOrEqual(0);
    expect(came('tocsin_stopping')).toBeLessThan(came('tocsin_stopped'));
    const told = server.lines.filter((line) => line.includes('"external_log_lines_dropped"'));
    const lost = told.map((line) => JSON.parse(line)).filter(({ destination }) => destination === 'datadog');
    expect(lost.reduce((sum, { lines }) => sum + lines, 0)).toBe(shippable.length);

    receiver.script({ status: 200, body: 'ok' });
    const again = await start({});
    await waitUntil(() => receiver.requests.length === 2, { what: 'the message arrives', limitMs: 60_000 });
    web.log('stdout', 'fatal: told to who listens');
    await waitUntil(() => receiver.requests.length === 3, { what: 'the next one arrives', limitMs: 60_000 });
    const ids = receiver.requests.map(({ headers }) => headers['webhook-id']);
    expect([ids[1], new Set(ids).size]).toEqual([ids[0], 2]);
    expect(await count('event_log where rule_id is not null')).toBe(2);
    await again.server.kill('SIGTERM');
  });
});

describeWith(POSTGRES, 'a server whose database falls silent', () => {
  const create = postgresDatabases();

  test('ends in time, and tells what did not stop', { timeout: 60_000 }, async () => {
    const { databaseUrl = '', dataDir } = await create();
    const [direct, silent] = [new URL(databaseUrl), await startDatadogIntake(KEY)];
    silent.intake.script('silence');
    const cable = await startTcpProxy({ host: direct.hostname, port: Number(direct.port) });
    const through = new URL(databaseUrl);
    through.host = `127.0.0.1:${cable.port}`;
    const server = await startProcess('src/main.ts', ['serve'], {
      ...{ TOCSIN_DATA_DIR: dataDir, TOCSIN_PORT: '0', TOCSIN_DOCKER_HOST: 'none', TOCSIN_LOG_FORMAT: 'json' },
      ...{ TOCSIN_DATABASE_URL: through.href, TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true' },
      ...{ TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'datadog', TOCSIN_DATADOG_API_KEY: KEY },
      TOCSIN_DATADOG_URL: silent.intake.url,
    });
    await server.line((line) => line.includes('"scheduler_lock_acquired"'));
    await server.line((line) => line.includes('"service_initialized"'));
    cable.freeze();
    const asked = performance.now();
    await server.kill('SIGTERM');
    expect(performance.now() - asked).toBeLessThan(STOPS_WITHIN_MS);
    expect(await server.code).toBe(0);
    const parts = server.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'tocsin_stop_failed');
    // Which of them waits for the database just then is chance.
    expect(parts.length).toBeGreaterThan(0);
    expect(server.lines.some((line) => line.includes('"tocsin_stopped"'))).toBe(true);
  });
});
