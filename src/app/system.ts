// What this process is and how it is doing. It answers while the store cannot: what only the store knows is empty then.
import type { Clock } from '../core/clock.ts';
import type { EventStream } from '../http/event-stream.ts';
import type { HealthSource } from '../http/resources/health.ts';
import type { SystemReport, SystemSource, SystemState } from '../http/resources/system.ts';
import type { Store } from '../store/store.ts';
import type { ProcessFigures } from './process-figures.ts';

const STATE_EVERY_MS = 5_000;

export interface SystemParts {
  readonly version: string;
  readonly hostname: string;
  readonly isDemo: boolean;
  readonly clock: Clock;
  /** Ms since 1970: before anything was watched, so that whatever this start has stored is younger. */
  readonly startedAt: number;
  readonly health: HealthSource;
  readonly figures: Pick<ProcessFigures, 'read'>;
  readonly store: Pick<Store, 'kind' | 'describe'>;
  readonly watching: {
    engines(): Promise<SystemReport['engines']>;
    files(): Promise<SystemReport['files']>;
    coverageSum(): SystemReport['coverage'];
    /** After a start at this moment, ms since 1970. */
    caughtUp(startedAt: number): SystemReport['caught_up'];
  };
  readonly queues: () => Promise<SystemReport['queues']>;
  readonly lock: () => Promise<SystemReport['lock']>;
}

export function createSystem(parts: SystemParts): SystemSource {
  const { startedAt } = parts;

  async function system(): Promise<SystemReport> {
    const [store, engines, files, queues, lock] = await Promise.all([
      describeStore(parts.store),
      parts.watching.engines(),
      parts.watching.files(),
      parts.queues(),
      parts.lock().catch(() => null),
    ]);
    return {
      version: parts.version,
      is_demo: parts.isDemo,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      hostname: parts.hostname,
      pid: process.pid,
      started_at: new Date(startedAt).toISOString(),
      uptime_seconds: Math.max(0, Math.round((parts.clock.now() - startedAt) / 1000)),
      store,
      engines,
      files,
      coverage: parts.watching.coverageSum(),
      caught_up: parts.watching.caughtUp(startedAt),
      queues,
      lock,
      process: parts.figures.read(),
    };
  }

  async function state(): Promise<SystemState> {
    const [health, report] = await Promise.all([parts.health.health(), system()]);
    return { health, system: report };
  }

  return { system, follow: (stream) => void follow(stream, state, parts.clock) };
}

async function describeStore(store: SystemParts['store']): Promise<SystemReport['store']> {
  try {
    const { kind, version, location, sizeBytes } = await store.describe();
    return { kind, version, location, size_bytes: sizeBytes };
  } catch {
    return { kind: store.kind, version: '', location: '', size_bytes: null };
  }
}

/** Sends the state now and every few seconds, until the client has gone. */
async function follow(stream: EventStream, state: () => Promise<SystemState>, clock: Clock): Promise<void> {
  while (!stream.closed.aborted) {
    stream.send({ event: 'state', data: await state() });
    await clock.sleep(STATE_EVERY_MS, stream.closed);
  }
}
