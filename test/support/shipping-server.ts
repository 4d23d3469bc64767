// A server in a process of its own that ships its log, and what its metrics say of that.
import type { DropReason } from '../../src/core/shipping/drop-reason.ts';
import { ApiClient } from './api-client.ts';
import { type ChildProcess, startProcess } from './child-process.ts';
import { ADMIN_PASSWORD } from './running-server.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Of one destination, all read at once. */
export interface ShippingCounts {
  readonly lines: number;
  readonly sent: number;
  readonly dropped: Readonly<Record<DropReason, number>>;
  readonly depth: number;
  readonly retries: number;
  readonly lastSuccess: number;
}

export interface ShippingServer {
  readonly server: ChildProcess;
  /** So many requests, each of which writes a line. */
  ask(times: number): Promise<void>;
  counts(destination: string): Promise<ShippingCounts>;
  /** What was to be shipped so far, as it was written: all but what is told of shipping. */
  shippable(): readonly string[];
  /** What was told of an event of shipping, as far as it is about this destination. */
  told(event: string, destination: string): readonly Told[];
}

export interface Told {
  readonly timestamp: string;
  readonly level: string;
  readonly lines?: number;
  readonly reasons?: readonly string[];
  readonly last_failure?: string;
}

export async function serveShipping(settings: Readonly<Record<string, string>>): Promise<ShippingServer> {
  const server = await startProcess('src/main.ts', ['serve'], {
    ...{ TOCSIN_DATA_DIR: temporaryDirectory(), TOCSIN_PORT: '0', TOCSIN_DOCKER_HOST: 'none' },
    ...{ TOCSIN_LOG_FORMAT: 'json', TOCSIN_ADMIN_PASSWORD: ADMIN_PASSWORD, TOCSIN_METRICS_PUBLIC: 'true' },
    ...{ TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true', ...settings },
  });
  const ready = await server.line((text) => text.includes('"service_initialized"'));
  const client = new ApiClient(String(JSON.parse(ready).url));
  const shippable = () => server.lines.filter((line) => JSON.parse(line).logger_name !== 'external_log');
  return {
    ...{ server, shippable },
    async ask(times) {
      for (let n = 0; n < times; n += 1) await client.get(`/api/nothing-${n}`);
    },
    counts: async (destination) => countsIn((await client.get('/metrics')).text, destination),
    told: (event, destination) =>
      server.lines
        .filter((line) => line.includes(`"event":"${event}"`))
        .map((line) => JSON.parse(line))
        .filter((one) => one.destination === destination),
  };
}

/** How long lines that were shipped have kept a process, behind what it told as its last: until it told what was lost. */
export function keptMs(lines: readonly string[], last: 'tocsin_stopped' | 'tocsin_crashed'): number {
  const at = (event: string): number => {
    const line = lines.findLast((one) => one.includes(`"event":"${event}"`));
    if (line === undefined) throw new Error(`There is no ${event} in:\n${lines.join('\n')}`);
    return Date.parse(JSON.parse(line).timestamp);
  };
  return at('external_log_lines_dropped') - at(last);
}

function countsIn(text: string, destination: string): ShippingCounts {
  const of = (name: string, labels = ''): number => {
    const series = `tocsin_external_log_${name}{destination="${destination}"${labels}} `;
    const line = text.split('\n').find((one) => one.startsWith(series));
    if (line === undefined) throw new Error(`There is no series ${series}in:\n${text}`);
    return Number(line.slice(series.length));
  };
  const dropped = (reason: DropReason): number => of('dropped_total', `,reason="${reason}"`);
  return {
    ...{ lines: of('lines_total'), sent: of('sent_total'), depth: of('queue_depth'), retries: of('retries_total') },
    lastSuccess: of('last_success_timestamp_seconds'),
    dropped: {
      ...{ buffer_full: dropped('buffer_full'), given_up: dropped('given_up'), refused: dropped('refused') },
      ...{ too_large: dropped('too_large'), stopped: dropped('stopped') },
    },
  };
}
