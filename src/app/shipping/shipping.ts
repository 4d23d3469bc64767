// Tocsin's own log lines on their way to where a team reads them, as the configuration says; nothing of it when it is off.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Config } from '../../config/schema.ts';
import type { LogProvider } from '../../config/settings/external-logging.ts';
import type { Clock } from '../../core/clock.ts';
import { within } from '../../core/within.ts';
import type { QueuesReport } from '../../http/resources/system.ts';
import { Shipment } from '../../ship/shipment.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import { createShippingOccurrences } from '../../telemetry/occurrences/sending/shipping.ts';
import { DESTINATIONS } from './destinations.ts';

export interface ShippingParts {
  readonly config: Config;
  readonly clock: Clock;
  /** Writes where nothing is shipped from: what is told of shipping is not shipped itself. */
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly version: string;
}

export interface Shipping {
  /** A line as it was written, without its end. It never throws and never waits. */
  take(text: string): void;
  /** How many lines wait for each destination. */
  queues(): QueuesReport['shipping'];
  /** The server listens, at this port: nothing is ever sent there. */
  listensAt(port: number): void;
  /** The end is near: from now on each line goes as soon as it can. */
  hurry(): void;
  /** Sends what still waits, within the time that is left, and drops the rest. May be called twice; of two times the shorter one counts. */
  stop(withinMs: number): Promise<void>;
}

export function startShipping({ config, clock, logger, metrics, version }: ShippingParts): Shipping {
  const providers: readonly LogProvider[] = config.externalLoggingEnabled ? config.externalLoggingProvider : [];
  const occurrences = createShippingOccurrences({
    ...{ logger, metrics, destinations: providers },
    depths: () => Object.fromEntries(shipments.map((one) => [one.name, one.depth])),
  });
  const listening = Promise.withResolvers<number>();
  const tools = { config, clock, version, hostname: hostname(), listensAt: listening.promise };
  const shipments = providers.map(
    (provider) =>
      new Shipment({
        ...{ destination: DESTINATIONS[provider](tools), clock, random: Math.random, occurrences },
        attempts: config.externalLoggingAttempts,
        bufferLines: config.externalLoggingBufferSize,
      }),
  );
  const [hurry, over, late] = [new AbortController(), new AbortController(), new AbortController()];
  const ends = { hurry: hurry.signal, over: over.signal, late: late.signal };
  const ended = Promise.all(shipments.map((one) => one.run(ends)));
  const run = randomUUID();
  let sequence = 0;
  return {
    take(text) {
      if (over.signal.aborted || shipments.length === 0) return;
      sequence += 1;
      const line = { id: `${run}-${sequence}`, sequence, text };
      for (const one of shipments) one.take(line);
    },
    queues: () =>
      shipments.map(({ name, depth }) => ({
        ...{ destination: name, lines: depth, most_lines: config.externalLoggingBufferSize },
      })),
    listensAt: (port) => listening.resolve(port),
    hurry: () => hurry.abort(),
    async stop(withinMs) {
      hurry.abort();
      over.abort();
      await within(ended, { clock, ms: withinMs });
      late.abort();
      await ended;
    },
  };
}
