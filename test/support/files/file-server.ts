import { ApiClient } from '../api-client.ts';
import { type ChildProcess, commandOf, startCommand } from '../child-process.ts';
import type { TestDatabase } from '../databases.ts';
import { ADMIN_PASSWORD } from '../running-server.ts';

export interface FileServer {
  readonly url: string;
  readonly server: ChildProcess;
  readonly admin: ApiClient;
}

/** A server in a process of its own that watches no engine, on the machine `nas`. `runs` is the command that runs it, if any. */
export async function startFileServer(
  { dataDir, databaseUrl }: Pick<TestDatabase, 'dataDir' | 'databaseUrl'>,
  settings: Readonly<Record<string, string>>,
  runs: readonly string[] = [],
): Promise<FileServer> {
  const server = await startCommand([...runs, ...commandOf('src/main.ts'), 'serve'], {
    ...{ TOCSIN_DATA_DIR: dataDir, TOCSIN_PORT: '0', TOCSIN_DOCKER_HOST: 'none', TOCSIN_MACHINE_NAME: 'nas' },
    ...{ TOCSIN_ADMIN_PASSWORD: ADMIN_PASSWORD, TOCSIN_LOG_FORMAT: 'json' },
    ...(databaseUrl !== undefined && { TOCSIN_DATABASE_URL: databaseUrl }),
    // The lease of whoever was killed runs out soon.
    ...{ TOCSIN_LOCK_TTL_SECONDS: '3', TOCSIN_LOCK_HEARTBEAT_SECONDS: '1' },
    ...settings,
  });
  const line = await server.line((text) => text.includes('"service_initialized"'));
  const url = String(JSON.parse(line).url);
  const admin = new ApiClient(url);
  await admin.login('admin', ADMIN_PASSWORD);
  return { url, server, admin };
}
