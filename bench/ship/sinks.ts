// The places that log lines are shipped to in the benchmark: one that takes them, one that refuses connections, and one that takes a connection and says nothing.
import { createServer } from 'node:net';
import { Intake } from '../../test/support/intake/intake.ts';

export interface Sink {
  readonly name: string;
  /** Undefined where nothing is shipped. */
  readonly url: string | undefined;
  /** How many lines it has taken so far. */
  taken(): number;
  stop(): Promise<void>;
}

const NOTHING = { taken: () => 0, stop: () => Promise.resolve() } as const;

export const off = (): Sink => ({ name: 'off', url: undefined, ...NOTHING });

/** Takes all that comes, as Datadog's intake does. */
export async function healthy(): Promise<Sink> {
  let lines = 0;
  const intake = new Intake({
    faults: () => [],
    take: ({ body }) => {
      lines += JSON.parse(body).length;
      // Bodies that are kept would be this process' own growth.
      intake.requests.length = 0;
      return { status: 202, body: '{}' };
    },
  });
  await intake.up();
  return { name: 'healthy', url: intake.url, taken: () => lines, stop: () => intake.down() };
}

/** Nobody listens at a port that was somebody's a moment ago. */
export async function refusing(): Promise<Sink> {
  const silentOne = await silent();
  await silentOne.stop();
  return { ...silentOne, name: 'refusing', stop: () => Promise.resolve() };
}

export async function silent(): Promise<Sink> {
  const server = createServer((socket) => void socket.on('error', () => {}).resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    ...{ name: 'silent', url, taken: () => 0 },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
