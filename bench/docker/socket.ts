// What a line costs that is followed over a socket: CPU of this process, user and system, beside a plain reader: node bench/docker/socket.ts [--frames N] [--rounds N]
import { parseArgs } from 'node:util';
import { byClient, type Follow, intoLines, plainly, startWriter } from './followers.ts';

const { values } = parseArgs({
  options: { frames: { type: 'string', default: '200000' }, rounds: { type: 'string', default: '7' } },
});
const FRAMES = Number(values.frames);
const ROUNDS = Number(values.rounds);
const FRAME_BYTES = 185;

/** How busy the container is. */
const PACES = { 'flat out': 0, '100,000 lines/s': 10, '20,000 lines/s': 50 } as const;
const WAYS: Readonly<Record<string, Follow>> = {
  'http.get, an event a piece': plainly,
  'our client': byClient,
  'our client, into lines': intoLines,
};

/** Microseconds a line. */
async function cost(follow: Follow, socket: string): Promise<number> {
  const before = process.cpuUsage();
  const came = await follow(socket);
  const { user, system } = process.cpuUsage(before);
  if (came !== FRAMES && came !== FRAMES * FRAME_BYTES) throw new Error(`${came} came of ${FRAMES}`);
  return (user + system) / FRAMES;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

console.log(`CPU of the reader in µs a line of ${FRAME_BYTES} bytes, median of ${ROUNDS} rounds (and the least)`);
for (const [pace, gapUs] of Object.entries(PACES)) {
  const writer = await startWriter({ frames: FRAMES, frameBytes: FRAME_BYTES, gapUs });
  const costs = new Map(Object.keys(WAYS).map((way) => [way, [] as number[]]));
  // The first round warms up. The ways take turns, so that whatever else runs here disturbs all alike.
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [way, follow] of Object.entries(WAYS)) {
      const one = await cost(follow, writer.socket);
      if (round > 0) costs.get(way)?.push(one);
    }
  await writer.end();
  for (const [way, all] of costs)
    console.log(
      `${pace.padEnd(16)} ${way.padEnd(28)} ${median(all).toFixed(2)} (${Math.min(...all).toFixed(2)})`.trimEnd(),
    );
}
