// A server whose log is shipped to a sink, with all that can be told of it afterwards: what it wrote, what it told of shipping, and what its metrics count.
import path from 'node:path';
import { benchDatabase } from '../delivery/bench-database.ts';
import { type ServerProcess, startServerProcess } from '../delivery/server-process.ts';
import type { Sink } from './sinks.ts';

/** So few that the bound is reached within seconds, and memory is judged behind it. */
export const BUFFER_LINES = 250;

export interface ShippingServer {
  readonly sink: Sink;
  readonly server: ServerProcess;
  /** When lines were told to be dropped, in milliseconds since 1970. */
  readonly warnedAt: readonly number[];
  /** Of those that were to be shipped, how many it wrote. */
  written(): number;
  /** How many it has told to be lost. */
  told(): number;
  /** All read at once; undefined where nothing is shipped. */
  counts(): Promise<Counts | undefined>;
  stop(): Promise<void>;
}

export interface Counts {
  readonly lines: number;
  readonly sent: number;
  readonly depth: number;
  readonly dropped: Readonly<Record<string, number>>;
}

export async function shippingServer(sink: Sink): Promise<ShippingServer> {
  const database = await benchDatabase('sqlite');
  const warnedAt: number[] = [];
  let [written, told] = [0, 0];
  const heard = (line: string): void => {
    const { logger_name, event, lines = 0, timestamp } = JSON.parse(line);
    if (logger_name !== 'external_log') written += 1;
    if (event !== 'external_log_lines_dropped') return;
    warnedAt.push(Date.parse(timestamp));
    told += lines;
  };
  const shipping =
    sink.url === undefined ? {} : { TOCSIN_EXTERNAL_LOGGING_ENABLED: 'true', TOCSIN_DATADOG_URL: sink.url };
  const server = await startServerProcess(
    {
      ...{ ...database.settings, ...shipping, TOCSIN_DOCKER_HOST: 'none', TOCSIN_LOG_LEVEL: 'debug' },
      ...{ TOCSIN_EXTERNAL_LOGGING_PROVIDER: 'datadog', TOCSIN_DATADOG_API_KEY: '0123456789abcdef' },
      TOCSIN_EXTERNAL_LOGGING_BUFFER_SIZE: String(BUFFER_LINES),
      NODE_OPTIONS: `--import=${path.join(import.meta.dirname, 'collect-garbage.ts')}`,
    },
    { heard },
  );
  return {
    ...{ sink, server, warnedAt },
    written: () => written,
    told: () => told,
    counts: async () => countsIn((await server.admin.get('/metrics')).text),
    async stop() {
      await server.stop();
      await database.remove();
    },
  };
}

function countsIn(text: string): Counts | undefined {
  const of = (name: string): number | undefined => {
    const line = text.split('\n').find((one) => one.startsWith(`tocsin_external_log_${name}{destination="datadog"} `));
    return line === undefined ? undefined : Number(line.slice(line.lastIndexOf(' ')));
  };
  const [lines, sent, depth] = [of('lines_total'), of('sent_total'), of('queue_depth')];
  if (lines === undefined || sent === undefined || depth === undefined) return undefined;
  const series = text.matchAll(/^tocsin_external_log_dropped_total\{destination="datadog",reason="(\w+)"\} (\d+)$/gm);
  return {
    lines,
    sent,
    depth,
    dropped: Object.fromEntries([...series].map(([, name, count]) => [name, Number(count)])),
  };
}
