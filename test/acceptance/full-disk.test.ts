import { afterEach, expect, test } from 'vitest';
import { ApiClient } from '../support/api-client.ts';
import { describeWith } from '../support/requirement.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from '../support/running-server.ts';
import { mountSmallDisk, SMALL_DISK } from '../support/small-disk.ts';

let server: TestServer;
afterEach(() => server.dispose());

describeWith(SMALL_DISK, 'a server on a disk that fills up', () => {
  test('answers 503 with the reason to what must write, serves what only reads, says so in health, and recovers by itself', async () => {
    const disk = mountSmallDisk();
    server = await runServer({ dataDir: disk.directory });
    const admin = new ApiClient(server.url);
    await admin.login('admin', ADMIN_PASSWORD);
    const write = () => admin.post('/api/tokens', { name: 'x'.repeat(100), scope: 'read' });
    expect((await write()).status).toBe(201);

    disk.fill();
    const refused = await write();
    expect(refused).toMatchObject({ status: 503, body: { error: { code: 'store_unavailable' } } });
    expect(refused.text).toContain('the disk that holds the database is full');
    expect(refused.headers.get('retry-after')).toBe('5');
    expect((await admin.get('/api/tokens')).status).toBe(200);
    const health = await admin.get('/api/health');
    expect(health).toMatchObject({
      status: 503,
      body: { status: 'failing', checks: { store: { status: 'failing' } } },
    });
    expect(await admin.get('/api/health/watching')).toMatchObject({
      status: 503,
      body: { status: 'failing', reasons: expect.arrayContaining([expect.stringContaining('is full')]) },
    });

    disk.empty();
    await expect.poll(async () => (await write()).status).toBe(201);
    expect((await admin.get('/api/health')).status).toBe(200);
    const told = server.log.lines().map((line) => line.event);
    expect(told.filter((event) => event === 'store_recovered').length).toBe(1);
  });
});
