// A receiver on a real socket that remembers when each message came, by its place; some places hang, some fail.
import { createServer, type Server } from 'node:http';

export type Manner = 'takes' | 'hangs' | 'fails';

export interface Arrival {
  /** The path that was asked. */
  readonly place: string;
  /** Of the event that came. */
  readonly message: string;
  readonly id: string;
  /** By the monotonic clock of this process. */
  readonly at: number;
}

export class MeasuredReceiver {
  readonly arrivals: Arrival[] = [];
  readonly #server: Server;
  readonly #mannerOf: (place: string) => Manner;

  constructor(mannerOf: (place: string) => Manner = () => 'takes') {
    this.#mannerOf = mannerOf;
    this.#server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        const at = performance.now();
        const place = request.url ?? '';
        const id = String(request.headers['webhook-id']);
        this.arrivals.push({ place, message: JSON.parse(body).data.event.message, id, at });
        const manner = this.#mannerOf(place);
        if (manner !== 'hangs') response.writeHead(manner === 'takes' ? 204 : 500).end();
      });
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
