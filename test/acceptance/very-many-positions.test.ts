// A server that starts with the positions of very many files: as many as may be watched where TOCSIN_TEST_LONG=1, else a thousand.
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { MOST_FILES } from '../../src/sources/file/find/find-paths.ts';
import type { ApiClient } from '../support/api-client.ts';
import { describeDatabases } from '../support/databases.ts';
import { startFileServer } from '../support/files/file-server.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const FILES = process.env.TOCSIN_TEST_LONG === '1' ? MOST_FILES : 1_000;
const patience = { limitMs: 240_000, everyMs: 500 } as const;

async function allAreRead(admin: ApiClient): Promise<void> {
  const read = async () => {
    const { coverage } = (await admin.get('/api/system')).body ?? {};
    return (coverage as Readonly<Record<string, unknown>> | undefined)?.containers_read;
  };
  await waitUntil(async () => (await read()) === FILES, { what: 'all are read', ...patience });
}

describeDatabases('a server that knows how far very many files were read', (create) => {
  test('goes on in each of them, with each line once', { timeout: 900_000 }, async () => {
    const database = await create();
    const folder = temporaryDirectory();
    const fileAt = (n: number): string => path.join(folder, `${n % 100}`, `app-${n}.log`);
    for (let n = 0; n < 100; n++) mkdirSync(path.join(folder, `${n}`));
    for (let n = 0; n < FILES; n++) writeFileSync(fileAt(n), `calm: ${n}\n`);
    const settings = { TOCSIN_FILES: `${folder}/*/*.log`, TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '0' };
    const figure = async (of: string) => Number((await database.run(`select ${of} as n from origins`))[0]?.n);
    const untilRead = (lines: number, what: string) =>
      waitUntil(async () => (await figure('sum(lines)')) >= lines, { what, ...patience });
    let { server, admin } = await startFileServer(database, settings);
    await admin.post('/api/log-scan-rules', { name: 'fatal', pattern: 'fatal: \\d*0 ', cooldown_seconds: 0 });
    await allAreRead(admin);
    for (let n = 0; n < FILES; n++) appendFileSync(fileAt(n), `fatal: ${n} here\n`);
    await untilRead(FILES, 'a line of each is read');
    await server.kill('SIGKILL');
    for (let n = 0; n < FILES; n++) appendFileSync(fileAt(n), `fatal: ${n} away\n`);
    ({ server, admin } = await startFileServer(database, settings));
    await untilRead(2 * FILES, 'what came while nobody was there is read');
    await server.kill('SIGTERM');
    expect(await figure('sum(lines)')).toBe(2 * FILES);
    expect(await figure('count(head)')).toBe(FILES);
    const [told] = await database.run("select count(*) as n from event_log where source = 'logscan'");
    const [gaps] = await database.run('select count(*) as n from gaps');
    expect([Number(told?.n), Number(gaps?.n)]).toEqual([(2 * FILES) / 10, 0]);
  });
});
