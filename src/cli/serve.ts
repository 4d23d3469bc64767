// `tocsin serve`: runs the server until it is asked to stop.
import { hostname } from 'node:os';
import { demoComposition, demoConfig } from '../app/demo/demo-composition.ts';
import { VERSION } from '../app/installation.ts';
import { defineWrittenTrigger } from '../app/sending/written-triggers.ts';
import { type RunningServer, startServer } from '../app/server.ts';
import { startShipping } from '../app/shipping/shipping.ts';
import { SHIPPED_AFTER_A_FALL_MS, ShippingTime } from '../app/shipping/shipping-time.ts';
import { loadConfig, loadConfigWithCode } from '../config/load.ts';
import type { Config } from '../config/schema.ts';
import { systemClock } from '../core/clock.ts';
import { TocsinError } from '../core/errors.ts';
import { LogSampling } from '../telemetry/log-sampling.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createProcessOccurrences } from '../telemetry/occurrences/process.ts';
import type { CommandIo, ExitCode, GivenArguments } from './shell/command.ts';

export async function serve({ options }: GivenArguments, io: CommandIo): Promise<ExitCode> {
  const isDemo = options.demo === true;
  const { config, ...composed } = isDemo ? loadDemo(io) : loadConfigWithCode(io, defineWrittenTrigger);
  const { logger, metrics, occurrences, ...shipped } = openTelemetry(config, io, isDemo);
  io.onCrash(async (error) => {
    occurrences.crashed({ error });
    await shipped.flush(SHIPPED_AFTER_A_FALL_MS);
  });
  const stop = io.stopRequested();
  const shippingTime = new ShippingTime(systemClock, stop);
  const stopped = whenAborted(stop).then(() => shipped.hurry());
  try {
    const server = await startServer({
      ...composed,
      config,
      logger,
      metrics,
      clock: systemClock,
      hostname: hostname(),
      listening: shipped.listensAt,
      shipping: shipped.queues,
      signal: stop,
    });
    welcome(server, io, isDemo);
    await stopped;
    await server.stop(String(stop.reason));
    return 0;
  } catch (error) {
    // Whoever ends a server that still waits for its database knows that it has not started.
    if (stop.aborted) return 0;
    const told = inWords(error, config);
    occurrences.startFailed({ error: told });
    throw told;
  } finally {
    await shipped.flush(shippingTime.leftMs);
  }
}

/** Of what is configured the demo takes how it serves and logs, and neither rules nor triggers. */
function loadDemo(io: CommandIo) {
  return { config: demoConfig(loadConfig(io).config), composition: demoComposition() };
}

/** The log and the metrics. What is written is shipped as well, where that is wanted, and what is told of that is written only. */
function openTelemetry(config: Config, io: CommandIo, isDemo: boolean) {
  const sink = io.openLog();
  const format = config.logFormat ?? (io.stdout.isTTY ? 'pretty' : 'json');
  const metrics = createMetrics({ process: true });
  const sampling = new LogSampling(config.logSample, Math.random);
  const written = { sink, level: config.logLevel, format, sampling, isDemo };
  const unshipped = createLogger(written);
  const shipping = startShipping({ config, clock: systemClock, logger: unshipped, metrics, version: VERSION });
  const logger = createLogger({ ...written, copy: (line) => shipping.take(line) });
  return {
    ...{ logger, metrics, occurrences: createProcessOccurrences({ logger, metrics, log: sink, sampling }) },
    listensAt: (port: number): void => shipping.listensAt(port),
    queues: () => shipping.queues(),
    hurry: (): void => shipping.hurry(),
    /** The log is flushed behind what is shipped, for that may lose lines, and says so there. */
    async flush(withinMs: number): Promise<void> {
      await shipping.stop(withinMs);
      await sink.flush();
    },
  };
}

/** For a person at a terminal only: the setup link opens the server to whoever has it, and must not end up in a file of logs. */
function welcome({ url, setupLink }: RunningServer, io: CommandIo, isDemo: boolean): void {
  if (!io.stderr.isTTY) return;
  const first = setupLink ? `\n  Nobody has an account yet. Make yours here:  ${setupLink.url}\n` : '';
  const demo = isDemo ? '\n  This is a demo: everything is invented, nothing is kept. Ctrl-C ends it.\n' : '';
  io.stderr.write(`\n  Tocsin ${VERSION} is running:  ${url}\n${first}${demo}\n`);
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** What the system says of an address that cannot be listened on, as a sentence that says what to do. */
function inWords(error: unknown, { host, port }: Config): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const cause = { cause: error };
  switch (code) {
    case 'EADDRINUSE':
      return new TocsinError(
        'refused',
        `Port ${port} on ${host} is in use already; end what listens there, or set TOCSIN_PORT.`,
        cause,
      );
    case 'EACCES':
      return new TocsinError(
        'refused',
        `This user may not listen on port ${port} of ${host}; set TOCSIN_PORT above 1023.`,
        cause,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new TocsinError('refused', `This machine has no address ${host} to listen on; set TOCSIN_HOST.`, cause);
    default:
      return error;
  }
}
