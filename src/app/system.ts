import { hostname } from 'node:os';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Clock } from '../core/clock.ts';
import type { EventStream } from '../http/event-stream.ts';
import type { HealthSource } from '../http/resources/health.ts';
import type { SystemReport, SystemSource, SystemState } from '../http/resources/system.ts';

const STATE_EVERY_MS = 5_000;
/** The delay is sampled by a timer of this length, whose own length is part of each sample. */
const LOOP_SAMPLE_MS = 20;

export interface SystemParts {
  readonly version: string;
  readonly clock: Clock;
  readonly health: HealthSource;
  readonly store: {
    describe(): Promise<{
      readonly kind: 'sqlite' | 'postgres';
      readonly version: string;
      readonly location: string;
      readonly sizeBytes: number;
    }>;
  };
  readonly lock: () => Promise<SystemReport['lock']>;
}

/** What this process is and how it is doing. */
export function createSystem(parts: SystemParts): SystemSource & { stop(): void } {
  const startedAt = parts.clock.now();
  const loop = monitorEventLoopDelay({ resolution: LOOP_SAMPLE_MS });
  loop.enable();
  let before = performance.eventLoopUtilization();

  async function system(): Promise<SystemReport> {
    const { kind, version, location, sizeBytes } = await parts.store.describe();
    return {
      version: parts.version,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      hostname: hostname(),
      pid: process.pid,
      started_at: new Date(startedAt).toISOString(),
      uptime_seconds: Math.max(0, Math.round((parts.clock.now() - startedAt) / 1000)),
      store: { kind, version, location, size_bytes: sizeBytes },
      lock: await parts.lock(),
      process: processFigures(),
    };
  }

  function processFigures(): SystemReport['process'] {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, before);
    before = now;
    const { rss, heapUsed } = process.memoryUsage();
    return {
      rss_bytes: rss,
      heap_used_bytes: heapUsed,
      event_loop_p99_ms: Math.max(0, Math.round(loop.percentile(99) / 1e4) / 100 - LOOP_SAMPLE_MS),
      event_loop_utilization: Math.round(utilization * 1e4) / 1e4,
    };
  }

  async function state(): Promise<SystemState> {
    const [health, report] = await Promise.all([parts.health.health(), system()]);
    return { health, system: report };
  }

  return {
    system,
    follow: (stream) => void follow(stream, state, parts.clock),
    stop: () => loop.disable(),
  };
}

/** Sends the state now and every few seconds; what cannot be told this time is told the next. */
async function follow(stream: EventStream, state: () => Promise<SystemState>, clock: Clock): Promise<void> {
  while (!stream.closed.aborted) {
    const data = await state().catch(() => undefined);
    if (data !== undefined) stream.send({ event: 'state', data });
    await clock.sleep(STATE_EVERY_MS, stream.closed);
  }
}
