// Where the fake engine listens: a Unix socket or a port, which stays the same when it stops and comes back.
import { existsSync, linkSync, renameSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';

export class ListeningPlace {
  readonly #open = new Set<Socket>();
  readonly #connected: (socket: Socket) => void;
  #server: Server | undefined;
  /** The path of the socket, or the port; 0 takes a free one. */
  #at: string | number;

  constructor(at: string | number, connected: (socket: Socket) => void) {
    [this.#at, this.#connected] = [at, connected];
  }

  get url(): string {
    return typeof this.#at === 'string' ? `unix://${this.#at}` : `tcp://127.0.0.1:${this.#at}`;
  }

  get connections(): number {
    return this.#open.size;
  }

  async start(): Promise<void> {
    if (this.#server !== undefined) return;
    if (typeof this.#at === 'string') rmSync(this.#at, { force: true });
    const server = createServer((socket) => {
      this.#open.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#open.delete(socket));
      this.#connected(socket);
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      if (typeof this.#at === 'string') server.listen(this.#at, resolve);
      else server.listen(this.#at, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#at = address.port;
  }

  /** All connections break. A process that is killed leaves its socket behind, one that ends in order does not. */
  async stop(how: 'in_order' | 'killed'): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const [at, kept] = [this.#at, `${this.#at}.kept`];
    if (how === 'killed' && typeof at === 'string') linkSync(at, kept);
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#open) socket.destroy();
    await closed;
    if (typeof at === 'string' && existsSync(kept)) renameSync(kept, at);
  }
}
