import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { CHILD_ENVIRONMENT } from './child-environment.ts';

const writer = path.join(import.meta.dirname, 'acknowledging-writer.ts');

export interface KillNineResult {
  readonly kills: number;
  readonly acknowledged: number;
  /** Acknowledged writes that are not in the database afterwards. */
  readonly lost: readonly string[];
  /** What `pragma integrity_check` said after each kill, when it was not "ok". */
  readonly damage: readonly string[];
}

/** Kills a writing server again and again at moments that nobody chose, and holds what it acknowledged against what is there. */
export async function killNine(options: {
  readonly dataDir: string;
  readonly kills: number;
  /** Given a number from 0 on, how many milliseconds after the first acknowledgement the kill comes. */
  readonly delay: (kill: number) => number;
}): Promise<KillNineResult> {
  const [lost, damage]: [string[], string[]] = [[], []];
  let acknowledged = 0;
  for (let kill = 0; kill < options.kills; kill += 1) {
    const names = await writeUntilKilled(options.dataDir, `life ${kill}`, options.delay(kill));
    acknowledged += names.length;
    const found = inspect(options.dataDir, `life ${kill}`);
    lost.push(...names.filter((name) => !found.subjects.has(name)));
    if (found.integrity !== 'ok') damage.push(found.integrity);
  }
  return { kills: options.kills, acknowledged, lost, damage };
}

/** The names that the writer gave before it died. Each is one write to the pipe, so none is cut. */
function writeUntilKilled(dataDir: string, name: string, delay: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [writer, dataDir, name], {
      env: CHILD_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const names: string[] = [];
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (names.length === 0) setTimeout(() => child.kill('SIGKILL'), delay);
      names.push(line);
    });
    child.on('close', (_, signal) => {
      if (signal === 'SIGKILL') resolve(names);
      else reject(new Error(`The writer ended by itself, after ${names.length} writes.`));
    });
  });
}

function inspect(dataDir: string, name: string) {
  const db = new DatabaseSync(path.join(dataDir, 'tocsin.db'));
  try {
    const integrity = String(db.prepare('pragma integrity_check').get()?.integrity_check);
    const rows = db.prepare('select audit_log.subject from audit_log where audit_log.subject like ?').all(`${name}:%`);
    return { integrity, subjects: new Set(rows.map((row) => row.subject)) };
  } finally {
    db.close();
  }
}
