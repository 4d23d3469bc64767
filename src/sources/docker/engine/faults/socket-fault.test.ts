// What is wrong with a socket, found out by connecting to it.
import { chmodSync, chownSync, linkSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { asNobody, IS_ROOT, NOBODY } from '../../../../../test/support/as-nobody.ts';
import { ManualClock } from '../../../../../test/support/manual-clock.ts';
import { temporaryDirectory } from '../../../../../test/support/temporary-directory.ts';
import { HttpEngineClient } from '../http-engine-client.ts';
import type { EngineFault } from './engine-fault.ts';

describe('a socket that cannot be spoken to', () => {
  test('and is not there: what to add to the compose file, and where there is another', async () => {
    const socket = path.join(temporaryDirectory(), 'docker.sock');
    const fault = await faultAt(socket);
    expect(fault.kind).toBe('socket_missing');
    expect(fault.words).toContain(`There is no socket at ${socket}.`);
    expect(fault.words).toContain(`volumes: ["${socket}:${socket}:ro"]`);
    expect(fault.words).toContain('TOCSIN_DOCKER_HOST');
  });

  test('and is a folder, as Docker makes of a mount of nothing', async () => {
    const socket = path.join(temporaryDirectory(), 'docker.sock');
    mkdirSync(socket);
    expect(await faultAt(socket)).toMatchObject({
      kind: 'not_an_engine',
      words: expect.stringContaining('is a folder'),
    });
  });

  test('and is a plain file', async () => {
    const socket = path.join(temporaryDirectory(), 'docker.sock');
    writeFileSync(socket, '');
    expect(await faultAt(socket)).toMatchObject({
      kind: 'not_an_engine',
      words: expect.stringContaining('is a file and no socket'),
    });
  });

  test('and leads through a file, or in a circle', async () => {
    const folder = temporaryDirectory();
    writeFileSync(path.join(folder, 'file'), '');
    expect((await faultAt(path.join(folder, 'file', 'docker.sock'))).kind).toBe('not_an_engine');
    symlinkSync('circle', path.join(folder, 'circle'));
    expect((await faultAt(path.join(folder, 'circle'))).kind).toBe('not_an_engine');
  });

  test('and that nobody listens at: what was left behind', async () => {
    const socket = path.join(temporaryDirectory(), 'docker.sock');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    linkSync(socket, `${socket}.kept`);
    await new Promise((resolve) => server.close(resolve));
    renameSync(`${socket}.kept`, socket);
    expect(await faultAt(socket)).toMatchObject({
      kind: 'not_listening',
      words: expect.stringMatching(/Nothing listens.*left its socket behind/),
    });
  });

  test('and whose path is too long', async () => {
    expect(await faultAt(`/tmp/${'x'.repeat(120)}.sock`)).toMatchObject({
      kind: 'address',
      words: expect.stringContaining('107 bytes'),
    });
  });

  test('for lack of a right: the group to add, by its number', async () => {
    const { socket } = await forbiddenSocket(0o660);
    const group = IS_ROOT ? 4_711 : process.getegid?.();
    if (IS_ROOT) chownSync(socket, 0, 4_711);
    // Whoever owns a socket may always change its mode: without root only an owner without rights can be tried.
    else chmodSync(socket, 0o060);
    const fault = await asNobody(() => faultAt(socket));
    expect(fault.kind).toBe('permission');
    expect(fault.words).toContain(`belongs to the group ${group}`);
    expect(fault.words).toContain(`group_add: ["${group}"]`);
    expect(fault.words).toContain(`uid ${IS_ROOT ? NOBODY : process.geteuid?.()}`);
  });

  test('for lack of a right that its group does not have either', async () => {
    const { socket } = await forbiddenSocket(IS_ROOT ? 0o600 : 0o000);
    const fault = await asNobody(() => faultAt(socket));
    expect(fault).toMatchObject({ kind: 'permission', words: expect.stringContaining('chmod g+rw') });
    expect(fault.words).not.toContain('group_add');
  });

  test('because its folder may not be entered', async () => {
    const { socket, folder } = await forbiddenSocket(0o666);
    onTestFinished(() => chmodSync(folder, 0o700));
    chmodSync(folder, 0o000);
    expect(await asNobody(() => faultAt(socket))).toMatchObject({
      kind: 'permission',
      words: expect.stringContaining(`may not enter ${folder}`),
    });
  });
});

async function faultAt(socket: string): Promise<EngineFault> {
  const tls = { certPath: undefined, verify: undefined };
  const client = new HttpEngineClient({ name: 'here', url: `unix://${socket}`, tls, clock: new ManualClock() });
  const result = await client.negotiate(new AbortController().signal);
  if (result.ok) throw new Error('It was spoken to.');
  return result.fault;
}

/** A socket at which somebody listens, in a folder that everybody may enter. */
async function forbiddenSocket(mode: number): Promise<{ socket: string; folder: string }> {
  const folder = temporaryDirectory();
  chmodSync(folder, 0o755);
  const socket = path.join(folder, 'docker.sock');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  chmodSync(socket, mode);
  return { socket, folder };
}
