// A door into an engine's own network: a port of this machine's loopback that leads to an address in there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { CHILD_ENVIRONMENT } from '../child-environment.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { joinSockets } from './joined-sockets.ts';

export interface PlaceInNetwork {
  /** A process that lives in the network. */
  readonly pid: number;
  readonly host: string;
  readonly port: number;
}

/** The URL under which a test reaches what listens there. The door closes when the test ends. */
export async function openDoor({ pid, host, port }: PlaceInNetwork): Promise<string> {
  const socket = path.join(temporaryDirectory(), 'door.sock');
  const inner = path.join(import.meta.dirname, 'network-door-inner.ts');
  const half = spawn('nsenter', [`--net=/proc/${pid}/ns/net`, process.execPath, inner, socket, host, String(port)], {
    env: CHILD_ENVIRONMENT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(half.stdout, 'data');
  const server = createServer((near) => joinSockets(near, connect(socket)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    half.stdin.end();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}
