// How many containers that their engine removes as soon as they end are read whole, and of how many nobody can say so: node bench/docker/short-lives.ts (as root; it starts an engine of its own)
// `--containers N` for how many, `--at-a-time N` for how many are started together.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { lookAtLedger } from '../../test/support/reading/ledger-verdict.ts';
import { RunningReader } from '../../test/support/reading/running-reader.ts';
import { createContainer, numberedLines, startContainer } from '../../test/support/real-engine/containers.ts';
import { startDockerd } from '../../test/support/real-engine/host/dockerd.ts';
import { importLabImage } from '../../test/support/real-engine/image/lab-image.ts';

const { values } = parseArgs({
  options: { containers: { type: 'string', default: '200' }, 'at-a-time': { type: 'string', default: '10' } },
});
const [CONTAINERS, AT_A_TIME] = [Number(values.containers), Number(values['at-a-time'])];
const WRITTEN = { lines: 50, pauseUs: 4_000 };

const engine = await startDockerd();
const folder = mkdtempSync(path.join(tmpdir(), 'tocsin-bench-'));
try {
  await importLabImage(engine.api);
  const file = path.join(folder, 'ledger.db');
  const reader = new RunningReader({ url: `unix://${engine.socket}`, file, keep: 'lines' });
  await reader.connected();
  const ids: string[] = [];
  while (ids.length < CONTAINERS) ids.push(...(await liveAndGo(Math.min(AT_A_TIME, CONTAINERS - ids.length))));
  await reader.hasRead(ids);
  await reader.stop();
  await lookAtLedger(file, ({ words, gaps }) => {
    const whole = ids.filter((id) => words(id, WRITTEN) === 'every line once');
    const told = ids.filter((id) => gaps(id).length > 0);
    const silent = ids.filter((id) => !whole.includes(id) && !told.includes(id));
    const reasons = Map.groupBy(told.flatMap(gaps), ({ reason }) => reason);
    console.log(
      `${ids.length} containers, ${AT_A_TIME} at a time: ${whole.length} read whole, ${told.length} with a gap`,
    );
    for (const [reason, those] of reasons) console.log(`  ${reason}: ${those.length}`);
    console.log(`  gaps of containers that were read whole: ${told.filter((id) => whole.includes(id)).length}`);
    console.log(`  not whole and without a gap: ${silent.length}`);
  });
} finally {
  await engine.dispose();
  rmSync(folder, { recursive: true });
}

/** Resolves when they have ended. */
async function liveAndGo(count: number): Promise<readonly string[]> {
  const spec = { command: numberedLines(WRITTEN), autoRemove: true };
  const ids = await Promise.all(Array.from({ length: count }, () => createContainer(engine.api, spec)));
  await Promise.all(ids.map((id) => startContainer(engine.api, id)));
  // 404: it is removed already.
  await Promise.all(ids.map((id) => engine.api.call('POST', `/containers/${id}/wait`)));
  return ids;
}
