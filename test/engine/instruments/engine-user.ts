// A process that starts an engine and a container, tells the engine's folder, and waits to be killed: node test/engine/instruments/engine-user.ts
import path from 'node:path';
import { numberedLines, runContainer } from '../../support/real-engine/containers.ts';
import { startDockerd } from '../../support/real-engine/host/dockerd.ts';
import { importLabImage } from '../../support/real-engine/image/lab-image.ts';

const engine = await startDockerd();
await importLabImage(engine.api);
await runContainer(engine.api, { command: numberedLines({ lines: 1_000_000, pauseUs: 10_000 }) });
process.stdout.write(path.dirname(engine.socket));
setInterval(() => {}, 60_000);
