// The server in a process of its own, as an operator has it: its log in a file, a token, and on request a real Prometheus with the configuration of deploy/.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ApiClient } from './api-client.ts';
import { CHILD_ENVIRONMENT } from './child-environment.ts';
import { type PrometheusServer, startPrometheus } from './prometheus.ts';
import { waitUntil } from './wait-until.ts';

const root = path.resolve(import.meta.dirname, '../..');
export const KIT = path.join(root, 'deploy');

const PASSWORD = 'correct horse battery staple';

export interface ObservedServer {
  readonly url: string;
  /** Where its data is (`data`), its log (`tocsin.log`), and where an operator would stand. */
  readonly folder: string;
  /** Of the scope `admin`. */
  readonly token: string;
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function observedServer(settings: Readonly<Record<string, string>> = {}): Promise<ObservedServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'observed-'));
  const log = path.join(folder, 'tocsin.log');
  const environment = {
    TOCSIN_DATA_DIR: path.join(folder, 'data'),
    TOCSIN_PORT: '0',
    TOCSIN_ADMIN_PASSWORD: PASSWORD,
    // Named, so that its series are there, and out of reach, because it is none of the test's business.
    TOCSIN_DOCKER_HOST: `nas=unix://${folder}/no-engine.sock`,
    // Shipping is on, so that its series are there; nobody listens where it leads.
    TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true',
    TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'datadog',
    TOCSIN_DATADOG_API_KEY: '0123456789abcdef',
    TOCSIN_DATADOG_URL: 'http://127.0.0.1:9',
    ...settings,
  };
  const child = spawn(process.execPath, [path.join(root, 'src/main.ts'), 'serve'], {
    cwd: folder,
    env: { ...CHILD_ENVIRONMENT, ...environment },
    stdio: ['ignore', openSync(log, 'a'), 'inherit'],
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let url = '';
  const hasStarted = (): boolean => {
    const text = readFileSync(log, 'utf8');
    if (child.exitCode !== null) throw new Error(`The server ended: ${text}`);
    url = /"service_initialized","url":"([^"]+)"/.exec(text)?.[1] ?? '';
    return url !== '';
  };
  await waitUntil(hasStarted, { what: 'the server has started', limitMs: 50_000 });
  const admin = new ApiClient(url);
  await admin.login('admin', PASSWORD);
  const { body } = await admin.post('/api/tokens', { name: 'operator', scope: 'admin' });
  return {
    url,
    folder,
    environment,
    token: String(body?.token),
    async stop() {
      child.kill('SIGTERM');
      await closed;
      rmSync(folder, { recursive: true });
    },
  };
}

/** Prometheus as deploy/ has it, with this server for its target; resolves when it has scraped it at least twice. */
export async function prometheusFor({ url, folder, token }: ObservedServer): Promise<PrometheusServer> {
  const kit = path.join(folder, 'prometheus');
  cpSync(path.join(KIT, 'prometheus'), kit, { recursive: true });
  const file = path.join(kit, 'prometheus.yml');
  const text = readFileSync(file, 'utf8');
  const own = text.replaceAll('127.0.0.1:8080', new URL(url).host).replaceAll('15s', '1s');
  if (!own.includes(new URL(url).host) || !own.includes('1s'))
    throw new Error('prometheus.yml names another target or pace.');
  writeFileSync(file, own);
  writeFileSync(path.join(kit, 'tocsin-token'), token);
  const prometheus = await startPrometheus(file);
  const scraped = async (): Promise<boolean> =>
    ((await prometheus.query('count_over_time(up{job="tocsin"}[1m])'))[0]?.value ?? 0) >= 2 &&
    (await prometheus.query('up{job="tocsin"} == 1')).length === 1;
  await waitUntil(scraped, { what: 'Prometheus has scraped the server', limitMs: 50_000, everyMs: 200 });
  return prometheus;
}
