// Logs that nobody can read, and engines that nobody can reach: said in words that a person can act on.
import { chmodSync, linkSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readEngine, startReader } from '../support/reading/reader-for-test.ts';
import { containerEnd, numberedLines } from '../support/real-engine/containers.ts';
import { dockerForSuite } from '../support/real-engine/engine-for-suite.ts';
import { DOCKER } from '../support/real-engine/host/requirements.ts';
import { runForTest } from '../support/real-engine/suite-containers.ts';
import { describeWith } from '../support/requirement.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { waitUntil } from '../support/wait-until.ts';

const NOBODY = 65534;
const SYSLOG = { 'syslog-address': 'udp://127.0.0.1:9', 'cache-disabled': 'true' };

describeWith(DOCKER, 'what cannot be read', () => {
  const docker = dockerForSuite();

  test.for([
    { driver: 'none', driverOptions: {} },
    { driver: 'syslog', driverOptions: SYSLOG },
  ])('a container whose driver $driver lets nobody read is unreadable, with the engine’s own sentence', async (log) => {
    const { reader } = await readEngine(docker().socket);
    const id = await runForTest(docker().api, { ...log, command: ['say', 'o:line\\n', 's:100000'] });
    await waitUntil(async () => (await reader.view(id))?.state === 'unreadable', { what: 'it is unreadable' });
    expect((await reader.view(id))?.note).toContain('configured logging driver does not support reading');
    const readable = await runForTest(docker().api, { command: numberedLines({ lines: 10 }) });
    await containerEnd(docker().api, readable);
    await reader.hasRead([readable]);
    expect((await reader.view(readable))?.lines).toBe(10);
    await reader.stop();
  });

  test('a socket that is not for everybody: permission, with the group that has it', async () => {
    const { gid } = statSync(docker().socket);
    const words = await wordsOf(docker().socket, NOBODY);
    expect(words).toContain(docker().socket);
    expect(words).toMatch(new RegExp(`group.*\\b${gid}\\b`, 's'));
  });

  test('no socket, one that nobody listens on, and a file that is none', async () => {
    const folder = temporaryDirectory();
    const missing = path.join(folder, 'missing.sock');
    expect(await wordsOf(missing)).toContain(missing);
    expect(await wordsOf(await staleSocket(path.join(folder, 'stale.sock')))).toMatch(/listen|running/);
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o666);
    expect(await wordsOf(file)).toContain(file);
  });

  /** The last words about an engine that is never reached. */
  async function wordsOf(socket: string, user?: number): Promise<string> {
    // The ledger is in memory, so that it does not matter whose files those of the test are.
    const reader = startReader({
      url: `unix://${socket}`,
      file: ':memory:',
      keep: 'lines',
      ...(user && { user }),
    });
    let words: string | undefined;
    await waitUntil(
      async () => {
        words = (await reader.report()).engine.lastFault?.fault.words;
        return words !== undefined;
      },
      { what: 'a fault is told' },
    );
    expect((await reader.report()).engine.state).toBe('down');
    await reader.stop();
    return words ?? '';
  }

  async function staleSocket(file: string): Promise<string> {
    const server = createServer();
    const held = `${file}.held`;
    await new Promise<void>((resolve) => server.listen(held, resolve));
    // Node removes the socket that it knows of; the other name stays.
    linkSync(held, file);
    await new Promise((resolve) => server.close(resolve));
    return file;
  }
});
