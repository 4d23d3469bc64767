// A real Prometheus with a configuration of a test's own, on a port of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { waitUntil } from './wait-until.ts';

export interface PromSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface PrometheusServer {
  /** What a query gives now; throws with Prometheus' own words when it is refused. */
  query(expression: string): Promise<readonly PromSample[]>;
  /** The alert rules that it has loaded, each with what its last evaluation said. */
  alerts(): Promise<readonly { readonly name: string; readonly health: string; readonly state: string }[]>;
  stop(): Promise<void>;
}

/** `configFile` and what it names must be there for as long as the server runs. */
export async function startPrometheus(configFile: string): Promise<PrometheusServer> {
  const [port, data] = [await freePort(), mkdtempSync(path.join(tmpdir(), 'prometheus-'))];
  const flags = {
    'config.file': configFile,
    'storage.tsdb.path': data,
    'web.listen-address': `127.0.0.1:${port}`,
    'log.level': 'warn',
  };
  const args = Object.entries(flags).map(([name, value]) => `--${name}=${value}`);
  const child = spawn('prometheus', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const url = `http://127.0.0.1:${port}`;
  const isReady = async (): Promise<boolean> => {
    if (child.exitCode !== null) throw new Error(`Prometheus ended: ${complaints}`);
    return fetch(`${url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  };
  await waitUntil(isReady, { what: 'Prometheus is ready', limitMs: 40_000 });
  return {
    query: (expression) => query(url, expression),
    alerts: () => alerts(url),
    async stop() {
      await ended(child);
      rmSync(data, { recursive: true });
    },
  };
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: {
    readonly result: readonly { readonly metric: PromSample['metric']; readonly value: readonly [number, string] }[];
  };
}

async function query(url: string, expression: string): Promise<readonly PromSample[]> {
  const answer = await fetch(`${url}/api/v1/query`, {
    method: 'POST',
    body: new URLSearchParams({ query: expression }),
  });
  // Prometheus answers so, whatever is asked.
  const { status, error, data } = (await answer.json()) as Answer;
  if (status !== 'success') throw new Error(`${expression}: ${error}`);
  return data.result.map(({ metric, value: [, text] }) => ({ metric, value: Number(text) }));
}

async function alerts(url: string) {
  // The same.
  const { data } = (await (await fetch(`${url}/api/v1/rules`)).json()) as {
    data: { groups: { rules: { name: string; health: string; state: string }[] }[] };
  };
  return data.groups.flatMap(({ rules }) => rules);
}

async function ended(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  if (child.exitCode === null && child.kill('SIGTERM')) await closed;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
