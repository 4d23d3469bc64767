// A machine with a server of names that the test plays, for one process: names of its hosts file are known, of every other that server says what the test wants.
import { createSocket } from 'node:dgram';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { type ChildProcess, commandOf, startCommand } from './child-process.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const PORT = 53;
const [TYPE_A, CLASS_IN, NO_ERROR, SERVER_FAILURE, NO_SUCH_NAME] = [1, 1, 0, 2, 3];

/** An address in IPv4 is where every name leads to. */
export type DnsAnswer = 'silence' | 'server failure' | 'no such name' | { readonly address: string };

export interface OwnDns {
  /** As `serveWithDns` wants it. */
  readonly nameserver: string;
  /** From now on. */
  answers(answer: DnsAnswer): void;
}

/** Listens at an address of the loopback that no other test uses; also when it is silent, so that not even the system says that nobody is there. */
export async function startDns(nameserver: string, first: DnsAnswer = 'silence'): Promise<OwnDns> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(PORT, nameserver, resolve);
  });
  onTestFinished(() => void socket.close());
  let current = first;
  socket.on('message', (question, from) => {
    if (current !== 'silence') socket.send(replyTo(question, current), from.port, from.address);
  });
  return {
    nameserver,
    answers: (answer) => {
      current = answer;
    },
  };
}

/** Runs `tocsin serve` there. It takes root's rights, as to mount does (`SMALL_DISK`). */
export async function serveWithDns(
  { nameserver, hosts = '' }: { readonly nameserver: string; readonly hosts?: string },
  environment: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const folder = temporaryDirectory();
  const [hostsFile, resolvFile] = [path.join(folder, 'hosts'), path.join(folder, 'resolv.conf')];
  writeFileSync(hostsFile, hosts);
  writeFileSync(resolvFile, `nameserver ${nameserver}\n`);
  const mounts = `mount --bind ${hostsFile} /etc/hosts && mount --bind ${resolvFile} /etc/resolv.conf && exec "$@"`;
  return startCommand(
    ['unshare', '--mount', 'sh', '-c', mounts, 'sh', ...commandOf('bin/tocsin.mjs'), 'serve'],
    environment,
  );
}

/** The question comes back in front of the answer; what may stand behind it is left out. */
function replyTo(question: Buffer, answer: Exclude<DnsAnswer, 'silence'>): Buffer {
  const end = question.indexOf(0, 12) + 5;
  const isForAddress = question.readUInt16BE(end - 4) === TYPE_A;
  const addresses = typeof answer === 'object' && isForAddress ? [answer.address] : [];
  const code = typeof answer === 'object' ? NO_ERROR : answer === 'server failure' ? SERVER_FAILURE : NO_SUCH_NAME;
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8180 | code, 2);
  [1, addresses.length, 0, 0].forEach((count, at) => {
    header.writeUInt16BE(count, 4 + 2 * at);
  });
  const records = addresses.map((address) =>
    // The name is the one at byte 12; it may be kept for no time at all.
    Buffer.from([0xc0, 12, 0, TYPE_A, 0, CLASS_IN, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([header, question.subarray(12, end), ...records]);
}
