// The long form of test/contract/store/kill-nine.test.ts: node bench/store/kill-nine.ts [KILLS=200]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { killNine } from '../../test/support/kill-nine.ts';

const kills = Number(process.argv[2] ?? 200);
const dataDir = mkdtempSync(path.join(tmpdir(), 'tocsin-kill-nine-'));
const started = Date.now();
try {
  const result = await killNine({ dataDir, kills, delay: () => Math.random() * 150 });
  console.log(JSON.stringify({ ...result, seconds: Math.round((Date.now() - started) / 1000) }, null, 2));
  process.exitCode = result.lost.length + result.damage.length > 0 ? 1 : 0;
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
