// Engines for suites: one that the suites of a process share, because its start costs a second, and own ones for suites that end it.
import { afterAll, beforeAll } from 'vitest';
import { type Dockerd, type DockerdOptions, startDockerd } from './host/dockerd.ts';
import { type PodmanService, startPodman } from './host/podman.ts';
import { importLabImage } from './image/lab-image.ts';

const HOOK_LIMIT_MS = 60_000;

let shared: Promise<Dockerd> | undefined;

/** To be called within `describe`: an engine with the image in it, which other suites use too. It ends with the process. */
export function dockerForSuite(): () => Dockerd {
  let engine: Dockerd | undefined;
  beforeAll(async () => {
    shared ??= startReady({});
    engine = await shared;
  }, HOOK_LIMIT_MS);
  return () => started(engine);
}

/** To be called within `describe`: an engine for this suite alone, which ends with it. */
export function ownDockerForSuite(options: DockerdOptions = {}): () => Dockerd {
  let engine: Dockerd | undefined;
  beforeAll(async () => {
    engine = await startReady(options);
  }, HOOK_LIMIT_MS);
  afterAll(() => engine?.dispose(), HOOK_LIMIT_MS);
  return () => started(engine);
}

/** To be called within `describe`: a Podman for this suite alone, with the image in it. */
export function podmanForSuite(): () => PodmanService {
  let engine: PodmanService | undefined;
  beforeAll(async () => {
    engine = await startPodman();
  }, HOOK_LIMIT_MS);
  afterAll(() => engine?.dispose(), HOOK_LIMIT_MS);
  return () => started(engine);
}

async function startReady(options: DockerdOptions): Promise<Dockerd> {
  const engine = await startDockerd(options);
  await importLabImage(engine.api);
  return engine;
}

function started<Engine>(engine: Engine | undefined): Engine {
  if (engine === undefined) throw new Error('The engine is there only within the tests of the suite.');
  return engine;
}
