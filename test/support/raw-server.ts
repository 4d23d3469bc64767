import { createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './temporary-directory.ts';

export interface RawServer {
  /** `unix:///…`, or `tcp://127.0.0.1:…`. */
  readonly url: string;
  /** The path of the socket, or the port. */
  readonly at: string | number;
  /** What each connection has sent so far, in the order of their coming. */
  readonly requests: readonly string[];
}

/** What is done with a connection once its request has come. */
export type RawAnswer = (socket: Socket, request: string) => void;

/** A server that says exactly what the test wants, byte by byte. Gone when the test ends. */
export async function startRawServer(answer: RawAnswer, on: 'unix' | 'tcp' = 'unix'): Promise<RawServer> {
  const requests: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    const index = requests.push('') - 1;
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    socket.on('data', (bytes) => {
      const before = requests[index] ?? '';
      const now = before + bytes.toString('latin1');
      requests[index] = now;
      if (!before.includes('\r\n\r\n') && now.includes('\r\n\r\n')) answer(socket, now);
    });
  });
  const socketPath = path.join(temporaryDirectory(), 'engine.sock');
  await new Promise<void>((resolve) =>
    on === 'unix' ? server.listen(socketPath, resolve) : server.listen(0, '127.0.0.1', resolve),
  );
  onTestFinished(() => stop(server, open));
  const address = server.address();
  const at = typeof address === 'object' && address !== null ? address.port : socketPath;
  return { url: typeof at === 'string' ? `unix://${at}` : `tcp://127.0.0.1:${at}`, at, requests };
}

async function stop(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  for (const socket of open) socket.destroy();
  await closed;
}
