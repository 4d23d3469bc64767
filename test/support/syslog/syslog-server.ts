// A syslog server on a real socket that reads as the test says, and holds every frame against its length.
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { onTestFinished } from 'vitest';
import { readCounted } from './syslog-reading.ts';

export interface SyslogServer {
  readonly port: number;
  /** What each connection has brought so far, in the order of their coming. */
  readonly connections: readonly { readonly socket: Socket; messages(): readonly string[] }[];
  /** Of all connections, in their order. */
  messages(): readonly string[];
}

export interface SyslogServerSettings {
  readonly tls?: TlsOptions;
  readonly port?: number;
  /** What is done with each connection as soon as it stands, in place of reading it. */
  readonly greet?: (socket: Socket, read: () => void) => void;
  /** What is done after each piece that was read. */
  readonly heard?: (socket: Socket, connection: number) => void;
}

/** Gone when the test ends. */
export async function startSyslogServer(settings: SyslogServerSettings = {}): Promise<SyslogServer> {
  const { tls, port = 0, greet = (_socket, read) => read(), heard = () => {} } = settings;
  const open = new Set<Socket>();
  const connections: { socket: Socket; messages(): readonly string[] }[] = [];
  const served = (socket: Socket): void => {
    let bytes = Buffer.alloc(0);
    const index = connections.push({ socket, messages: () => readCounted(bytes).messages }) - 1;
    socket.on('error', () => {});
    greet(socket, () =>
      socket.on('data', (piece: Buffer) => {
        bytes = Buffer.concat([bytes, piece]);
        heard(socket, index);
      }),
    );
  };
  const server: Server = tls ? createTlsServer(tls, served) : createServer(served);
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    connections,
    messages: () => connections.flatMap((one) => one.messages()),
  };
}
