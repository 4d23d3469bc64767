// The whole server watching fake engines, in a time that the test lets pass.
import { onTestFinished } from 'vitest';
import type { Config } from '../../src/config/schema.ts';
import { ApiClient, type Reply } from './api-client.ts';
import { ManualClock } from './manual-clock.ts';
import { ADMIN_PASSWORD, runServer, type TestServer } from './running-server.ts';

/** Well below the time that an engine has for an answer. */
const STEP_MS = 1_000;

export interface ShownContainer {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly state: string;
  readonly lines: number;
  readonly gaps: readonly { readonly reason: string }[];
}

/** What an administrator is told of a server. */
export interface Asking {
  readonly admin: ApiClient;
  /** What a list at this path has, as far as a page goes. */
  items<Item>(path: string): Promise<readonly Item[]>;
  containers(query?: string): Promise<readonly ShownContainer[]>;
  /** `name state lines` of each container, in the order of their names. */
  told(): Promise<readonly string[]>;
  watching(): Promise<Pick<Reply, 'status' | 'body'>>;
}

export interface WatchingServer extends Asking {
  readonly server: TestServer;
  readonly clock: ManualClock;
  /** Time passes in small steps, and whatever goes over sockets meanwhile arrives. */
  pass(ms: number): Promise<void>;
  /** What is told a second later. */
  later(): Promise<readonly string[]>;
}

export async function watchingServer(
  settings: Partial<Config>,
  clock = new ManualClock(),
  stopAtEnd = true,
): Promise<WatchingServer> {
  const server = await runServer({ clock, ...settings });
  if (stopAtEnd) onTestFinished(() => server.dispose());
  const asking = await askingOf(server);
  await wantEveryLine(asking.admin);
  const pass = async (ms: number): Promise<void> => {
    for (let left = ms; left > 0; left -= STEP_MS) {
      await clock.advance(Math.min(STEP_MS, left));
      await asking.admin.get('/api/health');
    }
  };
  return {
    ...asking,
    server,
    clock,
    pass,
    async later() {
      await pass(1_000);
      return asking.told();
    },
  };
}

/** A rule that looks at both streams of every container, unless it is there from before: without any nothing is read. */
export async function wantEveryLine(admin: ApiClient): Promise<void> {
  const { status, body } = await admin.post('/api/log-scan-rules', { name: 'looks at all lines', pattern: 'fatal' });
  if (status !== 201 && status !== 409) throw new Error(JSON.stringify(body));
}

export async function askingOf(server: TestServer): Promise<Asking> {
  const admin = new ApiClient(server.url);
  await admin.login('admin', ADMIN_PASSWORD);
  // Whoever asks says what is there.
  const items = async <Item>(path: string) => ((await admin.get(path)).body?.items ?? []) as readonly Item[];
  const containers = (query = '') => items<ShownContainer>(`/api/containers${query}`);
  return {
    admin,
    items,
    containers,
    told: async () => (await containers()).map(({ name, state, lines }) => `${name} ${state} ${lines}`).sort(),
    watching: () => admin.get('/api/health/watching'),
  };
}
