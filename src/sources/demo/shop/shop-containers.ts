// The invented containers: one project, marked as the demo by its name and its labels.

import { hexDigits } from '../plot/chance.ts';
import { database } from '../voices/database.ts';
import { payments } from '../voices/payments.ts';
import { shop } from '../voices/shop.ts';
import type { Voice } from '../voices/voice.ts';
import { web } from '../voices/web.ts';
import { worker } from '../voices/worker.ts';

export interface DemoWorld {
  readonly seed: number;
  /** When the story begins, whole seconds since 1970. */
  readonly begins: number;
}

export interface DemoContainer {
  readonly world: DemoWorld;
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly voice: Voice;
  /** It ends now and then, and comes back; the others run on. */
  readonly ends: boolean;
  /** Tells its chances from those of the others. */
  readonly number: number;
}

/** As people see it: every workload's name begins with it. */
const PROJECT = 'demo-shop';

const SERVICES = [
  { service: 'web', image: 'nginx:1.27', voice: web, ends: false },
  { service: 'shop', image: 'shop:4.2.0', voice: shop, ends: false },
  { service: 'database', image: 'postgres:17', voice: database, ends: false },
  { service: 'payments', image: 'payments:1.9.3', voice: payments, ends: false },
  { service: 'worker', image: 'thumbnails:0.7.1', voice: worker, ends: true },
] as const;

export function demoContainers(world: DemoWorld): readonly DemoContainer[] {
  return SERVICES.map(({ service, image, voice, ends }, number) => ({
    ...{ world, id: hexDigits(64, world.seed, number), name: `${PROJECT}-${service}-1`, image, voice, ends, number },
    labels: {
      'com.docker.compose.project': PROJECT,
      'com.docker.compose.service': service,
      'tocsin.demo': 'invented',
    },
  }));
}
