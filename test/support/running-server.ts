import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { type RunningServer, type ServerOptions, startServer } from '../../src/app/server.ts';
import { loadConfig, type RuleFileStart, type TriggerFileStart } from '../../src/config/load.ts';
import type { Config } from '../../src/config/schema.ts';
import { Secret } from '../../src/config/secret.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import { createMetrics, type Metrics } from '../../src/telemetry/metrics.ts';
import { type CapturedLog, captureLog } from './captured-log.ts';

export const ADMIN_PASSWORD = 'correct horse battery staple';

export interface TestServer extends RunningServer {
  readonly log: CapturedLog;
  readonly metrics: Metrics;
  readonly dataDir: string;
  /** The ports at which it said that it listens. */
  readonly listenedAt: readonly number[];
  /** Stops the server and deletes its data. */
  dispose(): Promise<void>;
}

export interface TestServerOptions extends Partial<Config> {
  readonly clock?: Clock;
  /** This machine's own unless said. */
  readonly hostname?: string;
  readonly metrics?: Metrics;
  /** Where rules as code stand. */
  readonly ruleFile?: RuleFileStart;
  readonly triggerFile?: TriggerFileStart;
  readonly shipping?: ServerOptions['shipping'];
  /** Without one the server waits for its setup link to be used. */
  readonly password?: string | undefined;
}

/** The whole server, in this process, on a port of its own, with real SQLite in a folder of its own. */
export async function runServer(options: TestServerOptions = {}): Promise<TestServer> {
  const {
    hostname: name = hostname(),
    clock = systemClock,
    metrics = createMetrics(),
    password: _,
    ruleFile,
    triggerFile,
    shipping,
    ...settings
  } = options;
  const password = 'password' in options ? options.password : ADMIN_PASSWORD;
  const dataDir = settings.dataDir ?? (await mkdtemp(path.join(tmpdir(), 'tocsin-')));
  const log = captureLog();
  const listenedAt: number[] = [];
  const server = await startServer({
    logger: log.logger,
    listening: (port) => listenedAt.push(port),
    metrics,
    clock,
    hostname: name,
    ruleFile,
    triggerFile,
    shipping,
    config: {
      ...loadConfig({ env: {}, folder: dataDir }).config,
      port: 0,
      adminPassword: password === undefined ? undefined : new Secret(password),
      sessionIdleHours: 1,
      sessionLifetimeHours: 24,
      // Tests that let a day pass would otherwise wait for thousands of heartbeats.
      lockTtlSeconds: 3_600,
      lockHeartbeatSeconds: 1_800,
      // Whatever engine this machine has is none of the tests' business.
      dockerHost: [],
      ...settings,
      dataDir,
    },
  });
  return {
    ...server,
    log,
    metrics,
    dataDir,
    listenedAt,
    async dispose() {
      await server.stop('the test has ended');
      if (settings.dataDir === undefined) await rm(dataDir, { recursive: true });
    },
  };
}
