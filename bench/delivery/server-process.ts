// The whole server as people run it, in a process of its own, with an administrator who is logged in.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ApiClient } from '../../test/support/api-client.ts';

const root = path.resolve(import.meta.dirname, '../..');
/** Of `admin`, whom it has. */
export const PASSWORD = 'correct horse battery staple';

export interface ServerProcess {
  readonly url: string;
  readonly admin: ApiClient;
  /** A gauge or counter without labels, or the sum of all series of one. */
  metric(name: string): Promise<number>;
  /** User and system, of the whole process so far, in milliseconds. */
  cpuMs(): Promise<number>;
  stop(): Promise<void>;
}

export interface ServerProcessOptions {
  /** Is given each line of its log. */
  readonly heard?: (line: string) => void;
  /** Another entry that starts the same server. */
  readonly main?: string;
}

export async function startServerProcess(
  settings: Readonly<Record<string, string>>,
  { heard = () => {}, main = 'src/main.ts' }: ServerProcessOptions = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [path.join(root, main), 'serve'], {
    env: {
      ...process.env,
      ...{ TOCSIN_PORT: '0', TOCSIN_LOG_FORMAT: 'json', TOCSIN_METRICS_PUBLIC: 'true' },
      ...{ TOCSIN_ADMIN_PASSWORD: PASSWORD, ...settings },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      heard(line);
      if (line.includes('"service_initialized"')) resolve(String(JSON.parse(line).url));
    });
    void ended.then(() => reject(new Error('The server ended before it was ready.')));
  });
  const admin = new ApiClient(url);
  await admin.login('admin', PASSWORD);
  const metric = async (name: string): Promise<number> => {
    const { text } = await admin.get('/metrics');
    const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  };
  return {
    ...{ url, admin },
    metric,
    cpuMs: async () => 1_000 * (await metric('process_cpu_seconds_total')),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
