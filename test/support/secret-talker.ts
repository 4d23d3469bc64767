// Logs and ships, in a process of its own and by the very parts that `tocsin serve` is made of, lines that hide secrets: node test/support/secret-talker.ts LINES
// Standard output is the log, and at its end the metrics as one JSON text.
import { setTimeout as sleep } from 'node:timers/promises';
import { startShipping } from '../../src/app/shipping/shipping.ts';
import { loadConfig } from '../../src/config/load.ts';
import { systemClock } from '../../src/core/clock.ts';
import { createLogger } from '../../src/telemetry/logger.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { hiding } from './secret-lines.ts';

const LINES = Number(process.argv[2]);
/** Fewer than may wait, so that none is dropped, and more than the batches of a moment, so that nobody waits for an interval. */
const [MOST_WAITING, TOGETHER] = [3_000, 1_000];

const { config } = loadConfig({ env: process.env, folder: '/nowhere' });
const metrics = createMetrics();
const sink = { lost: 0, write: () => {}, flush: () => Promise.resolve() };
const unshipped = createLogger({ sink: { ...sink, write: (line) => process.stdout.write(line) } });
const shipping = startShipping({ config, clock: systemClock, logger: unshipped, metrics, version: '1.2.3' });
const logger = createLogger({ sink, copy: (line) => shipping.take(line) });

for (let n = 0; n < LINES; n += 1) {
  const data = hiding(n);
  if (n % 2 === 0) logger.warning('rule_saved', data);
  else logger.error('rule_saved', data);
  if (n % TOGETHER === 0) while ((await waiting()) > MOST_WAITING) await sleep(10);
}
while ((await waiting()) > 0) await sleep(10);
await shipping.stop(5_000);
process.stdout.write(`${JSON.stringify(await metrics.render())}\n`);

/** At the destination that is the furthest behind. */
async function waiting(): Promise<number> {
  const depths = (await metrics.render()).matchAll(/^tocsin_external_log_queue_depth\{.*\} (\d+)$/gm);
  return Math.max(...[...depths].map(([, lines]) => Number(lines)));
}
