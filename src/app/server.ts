// Puts the server together, by hand, from the ground up, and starts it. What was started is stopped again when a later part fails.
import type { RequestListener } from 'node:http';
import type { FirstRun } from '../access/first-run/first-run.ts';
import type { RuleFileStart, TriggerFileStart } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { shownValue } from '../config/shown.ts';
import type { Clock } from '../core/clock.ts';
import { EventStreams } from '../http/event-stream.ts';
import { createHttpServer, type HttpServer, type HttpServerOptions } from '../http/http-server.ts';
import type { QueuesReport, SystemSource } from '../http/resources/system.ts';
import { allRoutes } from '../http/routes.ts';
import { sqliteFile } from '../store/sqlite-file.ts';
import type { Store } from '../store/store.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { createAccessOccurrences } from '../telemetry/occurrences/access.ts';
import { createBrowserOccurrences } from '../telemetry/occurrences/browser/browser.ts';
import { createBacktestOccurrences } from '../telemetry/occurrences/history/backtests.ts';
import { createHttpOccurrences } from '../telemetry/occurrences/http.ts';
import { createLeaseOccurrences } from '../telemetry/occurrences/lease.ts';
import { createServiceOccurrences } from '../telemetry/occurrences/service.ts';
import { createStoreOccurrences, type StoreOccurrences } from '../telemetry/occurrences/store.ts';
import { createAccess } from './access.ts';
import { startBackground } from './background.ts';
import { createBacktests } from './backtests/backtests.ts';
import { type Composition, REAL } from './composition.ts';
import { NO_STAGE, stageBeside } from './demo/beside.ts';
import { createEvents } from './events/events.ts';
import { createHealth } from './health.ts';
import { UI_FOLDER, VERSION } from './installation.ts';
import { Lifecycle } from './lifecycle.ts';
import { watchProcess } from './process-figures.ts';
import { readQueues } from './queues.ts';
import { judgeRules } from './rules/rule-health.ts';
import { startRuleStates } from './rules/rule-states.ts';
import { startRules } from './rules/rules.ts';
import { type Sending, startSending } from './sending/sending.ts';
import { createSystem, type SystemParts } from './system.ts';
import { limitOf, startWatching, type Watching } from './watching/watching.ts';

export interface ServerOptions {
  readonly config: Config;
  /** Where rules as code stand, and those that stood there when the configuration was read. */
  readonly ruleFile?: RuleFileStart | undefined;
  /** The same of triggers. */
  readonly triggerFile?: TriggerFileStart | undefined;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  /** The real thing unless said. */
  readonly composition?: Composition | undefined;
  /** It listens nowhere: another server hands over what it is asked. */
  readonly isMounted?: boolean;
  /** What this machine is called: by it people know which server they look at, and which one has the lock. */
  readonly hostname: string;
  /** Told as soon as it listens, and before anything else is done about that. */
  readonly listening: (port: number) => void;
  /** Lines of its log that wait to be shipped; none where nothing is shipped. */
  readonly shipping?: (() => QueuesReport['shipping']) | undefined;
  /** Ends a start that waits for its database, and gives the reason. A server that runs is stopped by `stop`. */
  readonly signal?: AbortSignal | undefined;
}

export interface RunningServer {
  /** Empty where it listens nowhere. */
  readonly url: string;
  /** Answers a request; only of one that listens nowhere. */
  readonly handle: RequestListener | undefined;
  /** How the first administrator comes in; undefined once there is one. */
  readonly setupLink: { readonly url: string; readonly file: string } | undefined;
  /** Lets running requests finish, ends the background tasks, closes the store. May be called twice. */
  stop(reason: string): Promise<void>;
}

/** What waits for the server to be reached. */
interface Served {
  readonly sending: Pick<Sending, 'begin'>;
  readonly firstRun: FirstRun;
}

interface Queueing {
  readonly sending: Pick<Sending, 'waiting'>;
  readonly watching: Pick<Watching, 'backlog'>;
  readonly store: Pick<Store, 'eventIndexer'>;
}

type HttpParts = Pick<HttpServerOptions, 'routes' | 'authenticators' | 'occurrences' | 'clock' | 'stage' | 'isDemo'> &
  Pick<ServerOptions, 'config'>;

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const started = options.clock.monotonic();
  const occurrences = createServiceOccurrences(options);
  const lifecycle = new Lifecycle({ clock: options.clock, occurrences });
  const { isDemo } = options.composition ?? REAL;
  occurrences.starting({ version: VERSION, isDemo, databasePath: databasePath(options), pid: process.pid });
  try {
    const running = await startParts(options, lifecycle);
    occurrences.initialized({ url: running.url, durationMs: options.clock.monotonic() - started });
    return { ...running, stop: (reason) => lifecycle.stop(reason) };
  } catch (error) {
    await lifecycle.stop(options.signal?.aborted ? String(options.signal.reason) : 'the start failed');
    throw error;
  }
}

/** The table of contents of the server: each part is named once, in the order in which it starts. */
async function startParts(options: ServerOptions, lifecycle: Lifecycle): Promise<Omit<RunningServer, 'stop'>> {
  const { config, clock, hostname, metrics, composition = REAL } = options;
  const [{ isDemo }, startedAt] = [composition, clock.now()];
  const { browser, ...occurrences } = occurrencesOf(options);
  const store = await openFurnishedStore(options, occurrences.store, lifecycle);

  const rules = await startRules({ ...options, store, occurrences: occurrences.access, hits: store.ruleHits });
  lifecycle.onStop('rules', () => rules.stop());

  const events = createEvents({ ...options, store });
  const ruleStates = startRuleStates({ store, rules, clock });
  lifecycle.onStop('what is told of rules', () => ruleStates.stop());

  // From here on each part needs the store and the rules alone at its end: all of them end side by side.
  const sending = await startSending({ ...options, ...composition, store, occurrences: occurrences.access });
  lifecycle.onStop('sending', () => sending.stop());

  const background = startBackground({
    store,
    ...{ clock, config, hostname },
    occurrences: { ...occurrences.lease, ...occurrences.store, ...occurrences.access },
  });
  lifecycle.onStopBeside('background tasks', () => background.stop());

  const watching = await startWatching({ ...options, ...composition, store, rules });
  lifecycle.onStopBeside('watching', () => watching.stop());

  const backtests = createBacktests({
    ...{ histories: watching.histories, compiler: rules.compiler, trials: rules.ruleResources.trials },
    ...{ limit: limitOf(config), clock, occurrences: createBacktestOccurrences(options) },
  });

  const door = { baseUrl: baseUrl(config), isOpen: isDemo };
  const access = await createAccess({ ...options, ...door, store, occurrences: occurrences.access });
  const health = createHealth({
    ...{ version: VERSION, isDemo },
    clock,
    store,
    backgroundRuns: () => background.runs(),
    watching: () => watching.judge(),
    rules: () => judgeRules(rules.standing()),
    sending: () => sending.judge(),
  });
  const queues = queuesOf({ ...options, sending, watching, store });
  const system = startSystem(
    { clock, startedAt, hostname, isDemo, health, store, watching, queues, lock: background.status },
    lifecycle,
  );

  const stage = isDemo ? NO_STAGE : stageBeside({ ...options, start: startServer });
  lifecycle.onStopBeside('demo', () => stage.end());
  const shown = {
    isDemo,
    stage,
    health,
    system,
    clock,
    browser,
    backtests,
    metrics,
    metricsPublic: config.metricsPublic,
  };
  const routes = allRoutes({ ...access, ...watching, ...rules, ...events, ...sending, ...shown, version: VERSION });
  const http = await openHttp({ ...shown, routes, authenticators: access, occurrences: occurrences.http, config });
  lifecycle.onStopBeside('http', () => http.close());
  return serve(http, { ...options, sending, firstRun: access.firstRun });
}

async function serve(
  http: HttpServer,
  { config, isMounted, listening, sending, firstRun }: ServerOptions & Served,
): Promise<Omit<RunningServer, 'stop'>> {
  if (isMounted) {
    await sending.begin(0);
    return { url: '', setupLink: undefined, handle: await http.mount() };
  }
  const url = await http.listen(config);
  const port = Number(new URL(url).port);
  listening(port);
  await sending.begin(port);
  await firstRun.listensAt(baseUrl({ ...config, port }));
  return { url, setupLink: firstRun.link, handle: undefined };
}

async function openFurnishedStore(
  { config, clock, signal, composition = REAL }: ServerOptions,
  occurrences: StoreOccurrences,
  lifecycle: Lifecycle,
): Promise<Store> {
  const store = await composition.openStore({ ...storeSettings(config), clock, occurrences, version: VERSION, signal });
  lifecycle.onStop('store', () => store.close());
  await composition.furnish?.(store, clock);
  return store;
}

function queuesOf({
  sending,
  watching,
  store,
  shipping,
}: Pick<ServerOptions, 'shipping'> & Queueing): SystemParts['queues'] {
  return () =>
    readQueues({
      ...{ deliveries: () => sending.waiting(), backlog: () => watching.backlog() },
      ...{ unindexed: () => store.eventIndexer.countWaiting(), shipping: shipping ?? (() => []) },
    });
}

/** It listens nowhere yet. */
function openHttp({ config, ...parts }: HttpParts): Promise<HttpServer> {
  const { trustedProxies, publicUrl } = config;
  const streams = new EventStreams(parts);
  return createHttpServer({ ...parts, streams, trustedProxies, publicUrl, uiFolder: UI_FOLDER });
}

function startSystem(parts: Omit<SystemParts, 'version' | 'figures'>, lifecycle: Lifecycle): SystemSource {
  const figures = watchProcess(parts.clock);
  lifecycle.onStopBeside('process figures', async () => figures.stop());
  return createSystem({ ...parts, version: VERSION, figures });
}

function occurrencesOf(options: ServerOptions) {
  return {
    access: createAccessOccurrences(options),
    browser: createBrowserOccurrences(options),
    http: createHttpOccurrences({ ...options, quietEndpoints: options.config.logQuietEndpoints }),
    lease: createLeaseOccurrences(options),
    store: createStoreOccurrences(options),
  };
}

function storeSettings({ dataDir, databaseUrl }: Config) {
  return { dataDir, databaseUrl: databaseUrl?.reveal() };
}

function baseUrl({ publicUrl, host, port }: Config): string {
  if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, '');
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

/** Where the data is, for the log: the file, or the URL without its password. */
function databasePath({ config, composition = REAL }: ServerOptions): string {
  if (composition.isDemo) return 'in memory';
  return config.databaseUrl === undefined ? sqliteFile(config.dataDir) : shownValue('databaseUrl', config);
}
