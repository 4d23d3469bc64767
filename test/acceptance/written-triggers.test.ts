import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseNetwork } from '../../src/config/network.ts';
import { Secret } from '../../src/config/secret.ts';
import { ApiClient } from '../support/api-client.ts';
import { codeIn } from '../support/code-files.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { POSTGRES, postgresForSuite } from '../support/postgres-server.ts';
import { describeWith } from '../support/requirement.ts';
import { ADMIN_PASSWORD, runServer } from '../support/running-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const TRIGGERS = '/api/event-triggers';
const SIGNING = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

interface Shown {
  readonly id: string;
  readonly name: string;
  readonly origin: string;
  readonly enabled: boolean;
  readonly fault: string | null;
  readonly suspension: string | null;
}

interface Home {
  readonly databaseUrl?: string;
  readonly env?: Record<string, string>;
  readonly folder?: string;
}

/** A server with triggers in its file, and what somebody does with it. */
async function given(text: string, { databaseUrl, env = {}, folder = temporaryDirectory() }: Home = {}) {
  const write = (next: string) => writeFileSync(path.join(folder, 'tocsin.yaml'), next);
  write(text);
  const server = await runServer({
    triggerFile: codeIn(folder, env).triggerFile,
    egressAllow: [parseNetwork('127.0.0.1/32') ?? []].flat(),
    dataDir: path.join(folder, 'data'),
    ...(databaseUrl !== undefined && { databaseUrl: new Secret(databaseUrl) }),
  });
  onTestFinished(() => server.dispose());
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  const shown = async () => ((await admin.get(TRIGGERS)).body?.items ?? []) as readonly Shown[];
  const happens = (message: string) => admin.post('/api/events', { severity: 'error', message });
  const dispatcher = async () => {
    const { body } = await admin.get('/api/health');
    return (body as unknown as { checks: { dispatcher: { status: string; message: string } } }).checks.dispatcher;
  };
  return { server, admin, write, shown, happens, dispatcher };
}

/** Takes this message alone: all others come again as long as anybody sends them, however long the test takes. */
async function receiverOf(taken: string) {
  const receiver = await startFaultyReceiver({ reply: ({ body }) => ({ status: body.includes(taken) ? 200 : 503 }) });
  const timesOf = (message: string) => receiver.requests.filter(({ body }) => body.includes(message)).length;
  return { url: receiver.url, timesOf };
}

const webhook = (name: string, url: string, more = ''): string =>
  `  - {name: ${name}, channel: webhook, config: {url: "${url}"}${more}}\n`;

function suite(emptyDatabase: () => Promise<string | undefined>): void {
  test('send what happens, with secrets of the environment that nobody is shown, and can only be read', async () => {
    const receiver = await startFaultyReceiver();
    const text = `triggers:\n${webhook('written', `${receiver.url}/\${TOCSIN_HOOK}`, `, action_secret: "\${SIGNING}"`)}`;
    const env = { TOCSIN_HOOK: 'written', SIGNING };
    const { server, admin, shown, happens, dispatcher } = await given(text, { ...(await on(emptyDatabase)), env });
    const [written] = await shown();
    expect(written).toMatchObject({ name: 'written', origin: 'yaml', fault: null, action_secret: '[redacted]' });
    await happens('x');
    await waitUntil(() => receiver.requests.length === 1, { what: 'it is sent' });
    expect(receiver.requests[0]).toMatchObject({
      path: '/written',
      headers: { 'webhook-signature': expect.any(String) },
    });
    const at = `${TRIGGERS}/${written?.id}`;
    expect((await admin.get(at)).body).toMatchObject({ name: 'written', created_at: null });
    expect((await admin.send('PATCH', at, { enabled: false })).status).toBe(409);
    expect((await admin.send('DELETE', at)).status).toBe(409);
    expect(
      (await admin.post(TRIGGERS, { name: 'written', channel: 'webhook', config: { url: receiver.url } })).status,
    ).toBe(409);
    expect((await admin.post(`${at}/test`, {})).body).toMatchObject({ outcome: 'delivered' });
    expect((await dispatcher()).status).toBe('ok');
    const seen = [(await admin.get(TRIGGERS)).text, (await admin.get('/api/deliveries')).text, server.log.text()];
    for (const one of seen) expect(one).not.toContain(SIGNING);
  });

  test('are others when the file is, and stay while it is broken, which is shown', async () => {
    const receiver = await startFaultyReceiver();
    const { admin, write, shown, happens, dispatcher } = await given(
      `triggers:\n${webhook('a', `${receiver.url}/a`)}`,
      await on(emptyDatabase),
    );
    const names = async () => (await shown()).map(({ name }) => name).join();
    write(`triggers:\n${webhook('a', `${receiver.url}/a`)}${webhook('b', `${receiver.url}/b`)}`);
    await waitUntil(async () => (await names()) === 'a,b', { what: 'both are in force' });
    write(`triggers:\n${webhook('a', `${receiver.url}/a`)}  - {name: c, chanel: slack}\n`);
    await waitUntil(async () => (await dispatcher()).status === 'degraded', { what: 'the fault is shown' });
    expect((await dispatcher()).message).toContain('tocsin.yaml:3 trigger "c": there is no "chanel" here');
    expect((await admin.get('/metrics')).text).toMatch(/tocsin_triggers_provisioning_faults [1-9]/);
    await happens('x');
    await waitUntil(() => receiver.requests.length === 2, { what: 'both have it' });
    expect(receiver.requests.map(({ path: to }) => to).toSorted()).toEqual(['/a', '/b']);
    write('port: 80\n');
    await waitUntil(async () => (await names()) === '', { what: 'none is left' });
    expect((await dispatcher()).status).toBe('ok');
  });

  test('begin afresh when the file says something else of them', async () => {
    const receiver = await startFaultyReceiver({ script: [{ status: 410 }] });
    const { write, shown, happens } = await given(
      `triggers:\n${webhook('a', `${receiver.url}/old`)}`,
      await on(emptyDatabase),
    );
    await happens('x');
    await waitUntil(async () => (await shown())[0]?.suspension === 'gone', { what: 'it is suspended' });
    receiver.script({ status: 200 });
    write(`triggers:\n${webhook('a', `${receiver.url}/new`)}`);
    await waitUntil(async () => (await shown())[0]?.suspension === null, { what: 'it is used again' });
    await happens('y');
    await waitUntil(() => receiver.requests.length === 2, { what: 'it is sent' });
    expect(receiver.requests[1]?.path).toBe('/new');
  });

  test('send nothing of what waited when they were disabled, also when they are enabled again at once', async () => {
    const receiver = await receiverOf('the new');
    const { admin, write, shown, happens } = await given(
      `triggers:\n${webhook('a', receiver.url)}`,
      await on(emptyDatabase),
    );
    const isOpen = async (wanted: boolean) => (await shown())[0]?.enabled === wanted;
    await happens('the old');
    await waitUntil(() => receiver.timesOf('the old') > 0, { what: 'it was tried' });
    write(`triggers:\n${webhook('a', receiver.url, ', enabled: false')}`);
    await waitUntil(() => isOpen(false), { what: 'it is disabled' });
    write(`triggers:\n${webhook('a', receiver.url)}`);
    await waitUntil(() => isOpen(true), { what: 'it is enabled' });
    await happens('the new');
    const ends = async () =>
      ((await admin.get('/api/deliveries')).body?.items ?? []) as { state: string; reason: string | null }[];
    await waitUntil(async () => (await ends()).every(({ state }) => state !== 'pending'), { what: 'both have ended' });
    expect((await ends()).map(({ state, reason }) => `${state} ${reason}`)).toEqual([
      ...['delivered null', 'dead trigger_disabled'],
    ]);
    expect(receiver.timesOf('the new')).toBe(1);
  });

  test('send nothing of what waited when they were disabled, whether that is seen at once or at the next start', async () => {
    const receiver = await receiverOf('the third');
    const [open, closed] = ['', ', enabled: false'].map((more) => `triggers:\n${webhook('a', receiver.url, more)}`);
    const home = { ...(await on(emptyDatabase)), folder: temporaryDirectory() };
    const first = await given(open ?? '', home);
    const ends = async ({ admin }: typeof first) =>
      ((await admin.get('/api/deliveries')).body?.items ?? []) as { state: string; reason: string | null }[];
    const endsAre = (at: typeof first, wanted: string) =>
      waitUntil(async () => (await ends(at)).map(({ state, reason }) => `${state} ${reason}`).join() === wanted, {
        what: `the deliveries are ${wanted}`,
      });
    const isOpen = (at: typeof first, wanted: boolean) =>
      waitUntil(async () => (await at.shown())[0]?.enabled === wanted, { what: `it is open: ${wanted}` });
    await first.happens('the first');
    await waitUntil(() => receiver.timesOf('the first') > 0, { what: 'it was tried' });
    first.write(closed ?? '');
    await endsAre(first, 'dead trigger_disabled');
    first.write(open ?? '');
    await isOpen(first, true);
    await first.happens('the second');
    await waitUntil(() => receiver.timesOf('the second') > 0, { what: 'the next one was tried' });
    await first.server.stop('a restart');
    const second = await given(closed ?? '', home);
    second.write(open ?? '');
    await isOpen(second, true);
    await second.happens('the third');
    await endsAre(second, 'delivered null,dead trigger_disabled,dead trigger_disabled');
    expect(receiver.timesOf('the third')).toBe(1);
  });

  test('give way to a trigger of the API that has the name, and say so', async () => {
    const receiver = await startFaultyReceiver();
    const { admin, write, shown, happens, dispatcher } = await given('port: 80\n', await on(emptyDatabase));
    await admin.post(TRIGGERS, { name: 'a', channel: 'webhook', config: { url: `${receiver.url}/api` } });
    write(`triggers:\n${webhook('a', `${receiver.url}/file`)}`);
    await waitUntil(async () => (await shown()).some(({ fault }) => fault !== null), { what: 'one is left out' });
    expect((await shown()).map(({ origin, fault }) => [origin, fault !== null])).toEqual([
      ['api', false],
      ['yaml', true],
    ]);
    expect((await dispatcher()).message).toContain('its name is that of a trigger that was made through the API');
    await happens('x');
    await waitUntil(() => receiver.requests.length === 1, { what: 'it is sent' });
    expect(receiver.requests.map(({ path: to }) => to)).toEqual(['/api']);
  });

  test('that lead to where nothing may be sent are told, and send nothing', async () => {
    const { admin, happens, dispatcher } = await given(
      `triggers:\n${webhook('a', 'http://169.254.169.254/')}`,
      await on(emptyDatabase),
    );
    await waitUntil(async () => (await dispatcher()).status === 'degraded', { what: 'it is told' });
    expect((await dispatcher()).message).toContain('The trigger "a" leads nowhere: ');
    await happens('x');
    const ended = async () =>
      (((await admin.get('/api/deliveries')).body?.items ?? []) as { reason: string }[])[0]?.reason;
    await waitUntil(async () => (await ended()) === 'denied', { what: 'the delivery is refused' });
  });
}

const on = async (emptyDatabase: () => Promise<string | undefined>) => {
  const databaseUrl = await emptyDatabase();
  return databaseUrl === undefined ? {} : { databaseUrl };
};

describe('triggers of the configuration file, on SQLite', () => suite(async () => undefined));
describeWith(POSTGRES, 'triggers of the configuration file, on PostgreSQL', () => suite(postgresForSuite()));
