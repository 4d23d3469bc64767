// What the wiring of the engines promises, over sockets.
import { expect, onTestFinished, test } from 'vitest';
import { type FakeEngine, startFakeEngine } from '../../../test/support/fake-engine/fake-engine.ts';
import { recordEngine } from '../../../test/support/recorded-occurrences.ts';
import { waitUntil } from '../../../test/support/wait-until.ts';
import { loadConfig } from '../../config/load.ts';
import { systemClock } from '../../core/clock.ts';
import type { ContainerReader } from '../../sources/docker/reader/container-reader.ts';
import { createEngines, type Engine } from './engines.ts';

const CONTAINERS = 20;

/** With containers that have ended, whose history is to be read and is not answered yet. */
async function silentEngine(): Promise<FakeEngine> {
  const engine = await startFakeEngine();
  for (let i = 0; i < CONTAINERS; i++) engine.addContainer({ name: `job${i}` }).die();
  return engine;
}

const askedIn = ({ requests }: FakeEngine): number => requests.filter((path) => path.includes('/logs')).length;

/** Reads each container that the engine has; gives how many are read to their end. */
function readAll({ source }: Engine): () => number {
  const stopping = new AbortController();
  const states = new Map<string, string>();
  const read = (key: string, reader: ContainerReader): void => {
    const state = (now: string): unknown => states.set(key, now);
    const sink = { lines: () => {}, gap: () => {}, state, reconnected: () => {}, known: () => {}, failed: () => {} };
    const reading = reader.read({ position: undefined, wanted: { stdout: true, stderr: true }, sink });
    onTestFinished(() => reading.stop());
  };
  const ended = source.run(
    { memory: undefined, origins: [] },
    {
      found: ({ key }, reader) => read(key, reader),
      gone: () => {},
      lostWhileAway: () => {},
      foundAll: () => {},
      memoryChanged: () => {},
      happened: () => {},
      livesChanged: () => {},
    },
    stopping.signal,
  );
  onTestFinished(() => {
    stopping.abort();
    return ended;
  });
  return () => [...states.values()].filter((state) => state === 'idle').length;
}

test('eight histories of each engine are read at a time, and all of them in the end', async () => {
  const silent = await Promise.all([silentEngine(), silentEngine()]);
  const host = silent.map(({ url }, i) => `engine${i}=${url}`).join(',');
  const { config } = loadConfig({ env: { TOCSIN_DOCKER_HOST: host }, folder: '/' });
  const engines = createEngines({ config, clock: systemClock, occurrences: recordEngine().occurrences });
  const asked = (): readonly number[] => silent.map(askedIn);
  for (const engine of silent) engine.holdHeads();
  const read = engines.map(readAll);
  await waitUntil(() => asked().every((count) => count >= 8), {
    what: () => `${asked()} of 8 histories are asked for`,
  });
  // Whoever would be asked for as well has been by now: what is asked behind it is answered.
  for (const { client } of engines) await client.getJson('/containers/json?all=1', AbortSignal.timeout(60_000));
  expect(asked()).toEqual([8, 8]);
  for (const engine of silent) engine.releaseHeads();
  await waitUntil(() => read.every((idle) => idle() === CONTAINERS), {
    what: () => `${read.map((idle) => idle())} are read`,
  });
});
