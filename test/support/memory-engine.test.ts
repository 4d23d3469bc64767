// The engine in memory answers as the one behind a socket does, as far as whoever watches it asks.
import { expect, onTestFinished, test } from 'vitest';
import { stampText } from '../../src/core/lines/stamp.ts';
import type { EngineClient } from '../../src/sources/docker/engine/engine-client.ts';
import { HttpEngineClient } from '../../src/sources/docker/engine/http-engine-client.ts';
import { parseContainerList, parseInspection } from '../../src/sources/docker/watch/containers/container-facts.ts';
import { parseEvent } from '../../src/sources/docker/watch/events/container-event.ts';
import { startFakeEngine } from './fake-engine/fake-engine.ts';
import { ManualClock } from './manual-clock.ts';
import { MemoryEngine } from './memory-engine.ts';
import { waitUntil } from './wait-until.ts';

const SIGNAL = new AbortController().signal;

/** What a test does with either. */
interface Stage {
  readonly client: EngineClient;
  run(name: string): { die(): void; destroy(): void; rename(name: string): void };
  refuseEvents(): void;
  cut(): void;
  /** Time in which nothing happens. */
  wait(): void;
}

const STAGES = {
  memory: async (): Promise<Stage> => {
    const clock = new ManualClock();
    const engine = new MemoryEngine(clock);
    return {
      client: engine,
      run(name) {
        const id = engine.run(name, { labels: { team: 'ops' } });
        return {
          die: () => engine.die(id),
          destroy: () => engine.destroy(id),
          rename: (next) => engine.rename(id, next),
        };
      },
      refuseEvents: () => {
        engine.eventsFault = { kind: 'refused', status: 403, words: 'no' };
      },
      cut: () => engine.cut(),
      wait: () => clock.freeze(5_000),
    };
  },
  socket: async (): Promise<Stage> => {
    const engine = await startFakeEngine();
    const tls = { certPath: undefined, verify: undefined };
    return {
      client: new HttpEngineClient({ name: 'nas', url: engine.url, tls, clock: new ManualClock() }),
      run: (name) => engine.addContainer({ name, image: 'alpine:3', labels: { team: 'ops' } }),
      refuseEvents: () => engine.forbid('events'),
      cut: () => engine.cutStreams(),
      wait: () => engine.time.move(5_000),
    };
  },
} as const;

/** Opens the stream of events and writes down what comes. */
function listen(client: EngineClient, since: string): readonly string[] {
  const heard: string[] = [];
  let rest = '';
  const stream = client.stream(`/events?since=${since}&filters=%7B%22type%22%3A%5B%22container%22%5D%7D`, {
    opened: () => heard.push('open'),
    data: (bytes, from, end) => {
      const lines = (rest + Buffer.from(bytes.subarray(from, end)).toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const parsed = parseEvent(line);
        if (parsed.about === 'container') heard.push(`${parsed.event.facts.name} ${parsed.event.action}`);
      }
    },
    rested: () => {},
    ended: (end) => heard.push(end.complete ? 'ended' : `${end.fault.kind} ${end.fault.status ?? ''}`.trim()),
  });
  onTestFinished(() => stream.close());
  return heard;
}

const hears = (heard: readonly string[], count: number) =>
  waitUntil(() => heard.length >= count, { what: () => `${count} things are heard, not ${JSON.stringify(heard)}` });

test.each(['memory', 'socket'] as const)('the engine behind %s lists, inspects and tells events', async (kind) => {
  const { client, run, wait, cut } = await STAGES[kind]();
  expect(await client.negotiate(SIGNAL)).toMatchObject({ ok: true, traits: { kind: 'docker', apiVersion: '1.41' } });
  const before = stampText(client.now());
  wait();
  await client.getJson('/info', SIGNAL);
  const between = stampText((await client.negotiate(SIGNAL)) && client.now());
  const web = run('web');
  const heard = [before, between].map((since) => listen(client, since));
  for (const one of heard) await hears(one, 3);
  const list = await client.getJson('/containers/json?all=1', SIGNAL);
  const [seen] = parseContainerList(list.ok ? list.body : undefined) ?? [];
  expect(seen).toMatchObject({ name: 'web', image: 'alpine:3', labels: { team: 'ops' }, life: 'running' });
  const inspected = await client.getJson(`/containers/${seen?.id}/json`, SIGNAL);
  expect(parseInspection(inspected.ok ? inspected.body : undefined)).toMatchObject({ name: 'web', image: 'alpine:3' });
  web.rename('api');
  web.die();
  web.destroy();
  for (const one of heard) await hears(one, 6);
  expect(await client.getJson(`/containers/${seen?.id}/json`, SIGNAL)).toMatchObject({ fault: { status: 404 } });
  cut();
  for (const one of heard) await hears(one, 7);
  const life = ['web created', 'web started', 'api renamed', 'api died', 'api removed'];
  expect(heard).toEqual([
    ['open', ...life, 'cut'],
    ['open', ...life, 'cut'],
  ]);
});

test.each(['memory', 'socket'] as const)('the engine behind %s may refuse its events', async (kind) => {
  const { client, refuseEvents } = await STAGES[kind]();
  refuseEvents();
  await client.negotiate(SIGNAL);
  const heard = listen(client, stampText(client.now()));
  await hears(heard, 1);
  expect(heard).toEqual(['refused 403']);
});
