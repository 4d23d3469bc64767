// A machine whose server of names never says anything, for one process: names of its hosts file are known, every other is waited for.
import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type ChildProcess, commandOf, startCommand } from './child-process.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Listens, so that not even the system says that nobody is there. */
const ADDRESS = '127.0.0.153';
const PORT = 53;

/** Runs `tocsin serve` there. It takes root's rights, as to mount does (`SMALL_DISK`). */
export async function serveWithSilentDns(
  hosts: string,
  environment: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(PORT, ADDRESS, resolve);
  });
  onTestFinished(() => void socket.close());
  const folder = temporaryDirectory();
  const [hostsFile, resolvFile] = [path.join(folder, 'hosts'), path.join(folder, 'resolv.conf')];
  writeFileSync(hostsFile, hosts);
  writeFileSync(resolvFile, `nameserver ${ADDRESS}\n`);
  const mounts = `mount --bind ${hostsFile} /etc/hosts && mount --bind ${resolvFile} /etc/resolv.conf && exec "$@"`;
  return startCommand(
    ['unshare', '--mount', 'sh', '-c', mounts, 'sh', ...commandOf('bin/tocsin.mjs'), 'serve'],
    environment,
  );
}
