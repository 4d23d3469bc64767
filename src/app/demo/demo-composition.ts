// The demo: the same app over an engine that is invented, a store in memory, and a receiver of its own. It reads nothing of this machine, and writes and sends nothing anywhere.
import { defaultConfig } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import { createDemoEngine } from '../../sources/demo/engine/demo-engine.ts';
import { openStoreInMemory } from '../../store/open-store.ts';
import type { Composition } from '../composition.ts';
import { sourceOver } from '../watching/engines.ts';
import { furnishDemo } from './demo-furniture.ts';
import { demoChannels } from './demo-receiver.ts';

/** The same story for everybody: what one sees another can look up. */
const SEED = 4_711;

export function demoComposition(): Composition {
  const channels = demoChannels();
  return {
    isDemo: true,
    openStore: openStoreInMemory,
    channels,
    createEngines(parts) {
      const client = createDemoEngine({ clock: parts.clock, seed: SEED });
      return [{ name: client.name, isExplicit: true, client, ...sourceOver(client, parts) }];
    },
    furnish: (store, clock) => furnishDemo(store, clock, channels),
  };
}

/** Where it serves and what it logs is as configured; of all else of this machine the demo knows nothing. */
export function demoConfig(config: Config): Config {
  const { host, port, publicUrl, trustedProxies, logLevel, logFormat, logSample, logQuietEndpoints } = config;
  return {
    ...defaultConfig(),
    ...{ host, port, publicUrl, trustedProxies, logLevel, logFormat, logSample, logQuietEndpoints },
    ...{
      dockerHost: [],
      dataDir: '',
      eventRetentionDays: 1,
      eventRetentionRows: 20_000,
      dockerLifeCooldownSeconds: 20,
    },
  };
}
