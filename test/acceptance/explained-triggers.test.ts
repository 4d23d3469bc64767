import { afterEach, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';

let server: TestServer;
afterEach(() => server.dispose());

test('a line that is explained goes through triggers, or tells why not', async () => {
  server = await runServer();
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  await admin.post('/api/log-scan-rules', { name: 'disk', pattern: 'disk', severity: 'error' });
  const create = (name: string, changes: Readonly<Record<string, unknown>>) =>
    admin.post('/api/event-triggers', { name, channel: 'webhook', config: { url: 'http://192.168.1.2/' }, ...changes });
  const web = '0123456789abcdef';
  await create('all', {});
  await create('off', { enabled: false });
  await create('critical', { filter: { severities: ['critical'] } });
  await create('full', { filter: { message_regex: 'full$', workload_ids: [web] } });
  const explained = async (line: string) =>
    (await admin.post('/api/explain', { line, workload_id: web })).body as {
      steps: { triggers: { name: string; hindrance: string | null }[] | null }[];
    };
  const [step] = (await explained('disk is full')).steps;
  expect(step?.triggers?.map(({ name, hindrance }) => [name, hindrance])).toEqual([
    ['all', null],
    ['off', 'disabled'],
    ['critical', 'severity'],
    ['full', null],
  ]);
  const [coloured] = (await explained('\u001b[31mdisk\u001b[0m is \u001b[1mfull\u001b[0m')).steps;
  expect(coloured?.triggers).toEqual(step?.triggers);
  const [other] = (await explained('disk is fine')).steps;
  expect(other?.triggers?.find(({ name }) => name === 'full')?.hindrance).toBe('message');
  expect((await explained('calm')).steps[0]?.triggers).toBe(null);
});
