// Lets a command work on the store beside the running server, or without one. Only warnings are told, on standard error.
import { existsSync } from 'node:fs';
import { VERSION } from '../app/installation.ts';
import type { Config } from '../config/schema.ts';
import { systemClock } from '../core/clock.ts';
import { TocsinError } from '../core/errors.ts';
import { openStore } from '../store/open-store.ts';
import { sqliteFile } from '../store/sqlite-file.ts';
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

export async function besideServer<Result>(
  { config, io }: { readonly config: Config; readonly io: CommandIo },
  work: (tools: Tools) => Promise<Result>,
): Promise<Result> {
  refuseWithoutDatabase(config);
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

/** Else a mistyped folder would get a database of its own, and a backup of that would look like one. */
function refuseWithoutDatabase({ dataDir, databaseUrl }: Config): void {
  if (databaseUrl !== undefined || existsSync(sqliteFile(dataDir))) return;
  throw new TocsinError(
    'not_found',
    `There is no database in ${dataDir}. Name the folder of the server in TOCSIN_DATA_DIR, or start the server first.`,
  );
}
