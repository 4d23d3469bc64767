import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningServer, startServer } from '../../src/app/server.ts';
import type { ServerSettings } from '../../src/app/server-settings.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import { createMetrics, type Metrics } from '../../src/telemetry/metrics.ts';
import { type CapturedLog, captureLog } from './captured-log.ts';

export const ADMIN_PASSWORD = 'correct horse battery staple';

export interface TestServer extends RunningServer {
  readonly log: CapturedLog;
  readonly metrics: Metrics;
  readonly dataDir: string;
  /** Stops the server and deletes its data. */
  dispose(): Promise<void>;
}

export interface TestServerOptions extends Partial<ServerSettings> {
  readonly clock?: Clock;
  /** Without one the server waits for its setup link to be used. */
  readonly password?: string | undefined;
}

/** The whole server, in this process, on a port of its own, with real SQLite in a folder of its own. */
export async function runServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { clock = systemClock, password: _, ...settings } = options;
  const password = 'password' in options ? options.password : ADMIN_PASSWORD;
  const dataDir = settings.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'tocsin-')));
  const [log, metrics] = [captureLog(), createMetrics()];
  const server = await startServer({
    logger: log.logger,
    metrics,
    clock,
    settings: {
      host: '127.0.0.1',
      port: 0,
      publicUrl: undefined,
      trustedProxies: [],
      metricsPublic: false,
      databaseUrl: undefined,
      adminPassword: password === undefined ? undefined : { reveal: () => password },
      session: { idleSeconds: 3600, absoluteSeconds: 86_400 },
      lock: { ttlSeconds: 30, heartbeatSeconds: 10 },
      ...settings,
      dataDir,
    },
  });
  return {
    ...server,
    log,
    metrics,
    dataDir,
    async dispose() {
      await server.stop('the test has ended');
      if (settings.dataDir === undefined) await rm(dataDir, { recursive: true });
    },
  };
}
