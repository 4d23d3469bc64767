// The server as somebody starts it for the first time, in a folder of its own: nobody has an account yet.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const command = path.resolve(import.meta.dirname, '../../bin/tocsin.mjs');

export interface NewcomersServer {
  readonly url: string;
  /** As it stands on the terminal, and in its file. */
  readonly setupLink: string;
  stop(): Promise<void>;
}

export async function newcomersServer(settings: Readonly<Record<string, string>>): Promise<NewcomersServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-first-run-'));
  const env = { ...process.env, TOCSIN_DATA_DIR: folder, TOCSIN_LOG_FORMAT: 'json', ...settings };
  const child = spawn(process.execPath, [command, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('"service_initialized"')) resolve(String(JSON.parse(line).url));
    });
    void ended.then(() => reject(new Error('The server ended before it was ready.')));
  });
  return {
    url,
    setupLink: readFileSync(path.join(folder, 'setup-link'), 'utf8').trim(),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
