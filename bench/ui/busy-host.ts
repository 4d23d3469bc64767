// A host with ten containers that have written for a while, most of it calm, as a newcomer has one. A real engine, for root alone.
import { setTimeout as sleep } from 'node:timers/promises';
import { type BusyServices, startServices } from '../../test/support/real-engine/busy-services.ts';
import { startDockerd } from '../../test/support/real-engine/host/dockerd.ts';
import { importLabImage } from '../../test/support/real-engine/image/lab-image.ts';

export interface BusyHost extends BusyServices {
  readonly socket: string;
  dispose(): Promise<void>;
}

export async function busyHost(forSeconds: number): Promise<BusyHost> {
  const engine = await startDockerd();
  const { api, socket } = engine;
  await importLabImage(api);
  const services = await startServices(api);
  await sleep(forSeconds * 1_000);
  return { ...services, socket, dispose: () => engine.dispose() };
}
