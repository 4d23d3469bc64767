import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { startFaultyReceiver } from '../support/faulty-receiver/receiver.ts';
import { serveWithDns, startDns } from '../support/own-dns.ts';
import { describeWith } from '../support/requirement.ts';
import { ADMIN_PASSWORD } from '../support/running-server.ts';
import { SMALL_DISK } from '../support/small-disk.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

/** What a lookup of a silent name takes at least, with the system as it comes. */
const SILENCE_MS = 5_000;

describeWith(SMALL_DISK, 'receivers whose names nobody answers for', () => {
  test('hold up no other after a start: what goes there arrives at its first attempt, before a lookup of theirs has ended', {
    timeout: 60_000,
  }, async () => {
    const receiver = await startFaultyReceiver();
    const dataDir = temporaryDirectory();
    const config = path.join(dataDir, 'tocsin.yaml');
    const written = ['one.silent', 'two.silent', 'three.silent', 'known.test'].map(
      (host) => `  - { name: ${host}, channel: webhook, config: { url: "http://${host}:${receiver.port}/" } }\n`,
    );
    writeFileSync(config, `triggers:\n${written.join('')}`);
    const { nameserver } = await startDns('127.0.0.153');
    const server = await serveWithDns(
      { nameserver, hosts: '127.0.0.1 known.test\n' },
      {
        ...{ TOCSIN_DATA_DIR: dataDir, TOCSIN_PORT: '0', TOCSIN_DOCKER_HOST: 'none', TOCSIN_CONFIG: config },
        ...{ TOCSIN_ADMIN_PASSWORD: ADMIN_PASSWORD, TOCSIN_LOG_FORMAT: 'json', TOCSIN_EGRESS_ALLOW: '127.0.0.1/32' },
      },
    );
    const ready = await server.line((text) => text.includes('"service_initialized"'));
    const admin = new ApiClient(String(JSON.parse(ready).url));
    await admin.login('admin', ADMIN_PASSWORD);
    const before = performance.now();
    expect(await admin.post('/api/events', { severity: 'error', message: 'to all' })).toMatchObject({ status: 201 });
    await waitUntil(() => receiver.requests.length === 1, { what: 'the known name is reached', limitMs: 30_000 });
    expect(performance.now() - before).toBeLessThan(SILENCE_MS);
    const delivered = async () => (await admin.get('/api/deliveries?state=delivered')).body?.items;
    await waitUntil(async () => JSON.stringify(await delivered()) !== '[]', { what: 'that is marked' });
    expect(await delivered()).toMatchObject([{ attempts: [{ status: 200 }] }]);
  });
});
