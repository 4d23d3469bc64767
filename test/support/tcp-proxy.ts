import { connect, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A cable to a server, which a test can pull out and plug in again. */
export interface TcpProxy {
  readonly port: number;
  /** Cuts all connections and refuses new ones. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** From now on nothing comes through any more, and nothing is closed: as when the other machine loses its power. */
  freeze(): void;
}

export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const open = new Set<Socket>();
  let server: Server | undefined;
  const listen = async (port: number): Promise<number> => {
    server = createServer((client) => {
      const upstream = connect(target);
      for (const [one, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        open.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          open.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
    await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  };
  const cut = async (): Promise<void> => {
    const closing = server;
    server = undefined;
    const closed = new Promise<void>((resolve) => (closing ? closing.close(() => resolve()) : resolve()));
    for (const socket of open) socket.resetAndDestroy();
    await closed;
  };
  const freeze = (): void => {
    for (const socket of open) socket.unpipe().pause();
    server?.removeAllListeners('connection').on('connection', (client: Socket) => open.add(client));
  };
  const port = await listen(0);
  onTestFinished(cut);
  return { port, cut, freeze, mend: async () => void (await listen(port)) };
}
