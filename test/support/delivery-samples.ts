// Triggers and deliveries as tests need them.
import { Sealed } from '../../src/core/deliveries/sealed.ts';
import { PASSES_ALL, type Trigger, type TriggerDefinition } from '../../src/core/deliveries/trigger.ts';
import type { Store } from '../../src/store/store.ts';
import { sampleEvent } from './event-samples.ts';

export function sampleTrigger(changes: Partial<TriggerDefinition> = {}): TriggerDefinition {
  return {
    ...{ name: 'all to ops', enabled: true, filter: PASSES_ALL, channel: 'webhook' },
    config: new Sealed({ url: 'http://127.0.0.1:9/hook' }),
    ...changes,
  };
}

/** As one that is written in the configuration file: what deliveries show of it is held against no row of the store. */
export function storedTrigger(id: string, changes: Partial<Trigger> = {}): Trigger {
  const written = { id, origin: 'yaml', createdAt: null, updatedAt: null } as const;
  return { ...sampleTrigger({ name: `trigger ${id}` }), ...written, ...changes };
}

/** Stores events that all go through these triggers, in one transaction. */
export async function deliver(store: Store, keys: readonly string[], triggerIds: readonly string[]): Promise<void> {
  store.events.planDeliveries(
    () => triggerIds,
    () => {},
  );
  await store.events.append(keys.map((key) => sampleEvent(key)));
}
