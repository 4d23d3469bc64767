import { VERSION } from '../app/installation.ts';
import type { Config } from '../config/schema.ts';
import { systemClock } from '../core/clock.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { createLogger, type Logger } from '../telemetry/logger.ts';
import { createMetrics, type Metrics } from '../telemetry/metrics.ts';
import { createStoreOccurrences } from '../telemetry/occurrences/store.ts';
import type { CommandIo } from './shell/command.ts';

export interface Tools {
  readonly store: Store;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Lets a command work on the store beside the running server, or without one. Only warnings are told, on standard error. */
export async function besideServer<Result>(
  { config, io }: { readonly config: Config; readonly io: CommandIo },
  work: (tools: Tools) => Promise<Result>,
): Promise<Result> {
  const sink = { lost: 0, write: (line: string) => void io.stderr.write(line), flush: () => Promise.resolve() };
  const logger = createLogger({ sink, level: 'warning', format: io.stderr.isTTY ? 'pretty' : 'json' });
  const metrics = createMetrics();
  const store = await openStore({
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl?.reveal(),
    clock: systemClock,
    occurrences: createStoreOccurrences({ logger, metrics }),
    version: VERSION,
    exclusive: false,
  });
  try {
    return await work({ store, logger, metrics });
  } finally {
    await store.close();
  }
}
