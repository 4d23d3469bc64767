// Listens where nothing may ever arrive, and counts what does.
import { createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface LoopbackListener {
  readonly port: number;
  /** How many connections came, on any address of this machine. */
  readonly connections: () => number;
}

/** On every address of this machine, IPv4 and IPv6. It answers each connection, so that whoever came in has something to show. */
export async function startLoopbackListener(): Promise<LoopbackListener> {
  let connections = 0;
  const open = new Set<Socket>();
  const server: Server = createServer((socket) => {
    connections++;
    open.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret'));
  });
  await new Promise<void>((resolve) => server.listen(0, '::', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  });
  const address = server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, connections: () => connections };
}
