// What many containers cost that write ten lines a second each: CPU and memory of the reader, beside a plain one: node bench/docker/idle-followers.ts [--followers N] [--seconds N]
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { byClient, type Follow, intoLines, plainly, startWriter } from './followers.ts';

const { values } = parseArgs({
  options: {
    followers: { type: 'string', default: '100' },
    seconds: { type: 'string', default: '10' },
    way: { type: 'string' },
  },
});
const WAYS: Readonly<Record<string, Follow>> = { nothing: async () => 0, plainly, byClient, intoLines };
const SECONDS = Number(values.seconds);

if (values.way === undefined) compare();
else await measure(WAYS[values.way] ?? plainly, values.way);

/** Each way in a process of its own, because memory once taken is not given back. */
function compare(): void {
  console.log(`${values.followers} containers, 10 lines/s each, for ${SECONDS} s`);
  for (const way of Object.keys(WAYS)) {
    const args = ['--expose-gc', import.meta.filename, '--way', way, '--followers', values.followers];
    spawnSync(process.execPath, [...args, '--seconds', values.seconds], { stdio: 'inherit' });
  }
}

async function measure(follow: Follow, way: string): Promise<void> {
  const writer = await startWriter({ frames: SECONDS * 10 + 20, frameBytes: 185, gapUs: 100_000 });
  const count = Number(values.followers);
  const all = Array.from({ length: count }, () => follow(writer.socket));
  await sleep(1_000);
  const before = process.cpuUsage();
  await sleep(SECONDS * 1_000);
  const { user, system } = process.cpuUsage(before);
  globalThis.gc?.();
  const rss = process.memoryUsage().rss / 1024 / 1024;
  const share = (user + system) / 10_000 / SECONDS;
  console.log(`${way.padEnd(10)} ${share.toFixed(2)} % of a core, ${rss.toFixed(1)} MB resident`);
  await Promise.all(all);
  await writer.end();
}
