// The whole server in a process of its own, with an engine whose containers write lines that all become events: as many as there shall be at once, then so many a second.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stampOfMilliseconds } from '../../src/core/lines/stamp.ts';
import { FakeEngine } from '../../test/support/fake-engine/fake-engine.ts';
import { benchDatabase } from '../delivery/bench-database.ts';
import { type ServerProcess, startServerProcess } from '../delivery/server-process.ts';

const CONTAINERS = 10;
/** So many lines are given to the engine at once while it is filled. */
const A_LOT = 2_000;
const EVERY_MS = 20;

export interface ArrivingEvents {
  readonly server: ServerProcess;
  /** How many events there are. */
  count(): Promise<number>;
  /** From now on so many come each second, until it is stopped. */
  arrive(perSecond: number): void;
  stop(): Promise<void>;
}

export async function eventsArriving(stored: number): Promise<ArrivingEvents> {
  const database = await benchDatabase('sqlite');
  const engine = new FakeEngine(path.join(database.folder, 'docker.sock'), {});
  await engine.start();
  const containers = Array.from({ length: CONTAINERS }, (_, n) => engine.addContainer({ name: `shop-service-${n}` }));
  const server = await startServerProcess({
    ...{ ...database.settings, TOCSIN_DOCKER_HOST: `nas=${engine.url}` },
    TOCSIN_CONTAINER_EVENTS_PER_MINUTE: '0',
  });
  for (const [n, severity] of ['info', 'warn', 'error', 'critical'].entries())
    await server.admin.post('/api/log-scan-rules', {
      ...{ name: `status ${n}`, pattern: `status 5\\d${n}`, severity, cooldown_seconds: 0 },
    });
  while (engine.openStreams < CONTAINERS + 1) await sleep(EVERY_MS);
  let written = 0;
  const write = (lines: number): void => {
    engine.time.set(stampOfMilliseconds(Date.now()));
    for (let n = 0; n < lines; n += 1) {
      const number = written + n;
      const text = `${new Date().toISOString()} request ${number} to /cart/${number % 977} failed with status 50${number % 4} while reading from upstream`;
      containers[number % CONTAINERS]?.log(number % 3 === 0 ? 'stderr' : 'stdout', text);
    }
    written += lines;
  };
  const count = async (): Promise<number> => {
    const { body } = await server.admin.get('/api/events?limit=1');
    const [newest] = (body?.items ?? []) as readonly { readonly id: string }[];
    return Number(newest?.id ?? 0);
  };
  while (written < stored) {
    write(Math.min(A_LOT, stored - written));
    while ((await count()) < written) await sleep(EVERY_MS);
  }
  const over = new AbortController();
  return {
    ...{ server, count },
    arrive(perSecond) {
      const [began, before] = [performance.now(), written];
      const due = (): number => Math.floor(((performance.now() - began) * perSecond) / 1_000);
      const timer = setInterval(() => write(due() - (written - before)), EVERY_MS);
      over.signal.addEventListener('abort', () => clearInterval(timer));
    },
    async stop() {
      over.abort();
      await server.stop();
      await engine.stop();
      await database.remove();
    },
  };
}
