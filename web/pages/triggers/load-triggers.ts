import type { Trigger, TriggerHealth } from '../../api/shapes.ts';
import type { Api } from '../../api/tocsin-api.ts';

export interface TriggersAndHealth {
  readonly items: readonly Trigger[];
  /** By trigger. */
  readonly healths: ReadonlyMap<string, TriggerHealth>;
}

/** Together, so that nothing moves when the one comes after the other. Without an answer about their health the triggers are shown all the same. */
export async function loadTriggers(
  api: Pick<Api, 'triggers' | 'triggerHealth'>,
  signal: AbortSignal,
): Promise<TriggersAndHealth> {
  const health = api.triggerHealth(signal).catch(() => ({ items: [] }));
  const [{ items }, known] = await Promise.all([api.triggers(undefined, signal), health]);
  return { items, healths: new Map(known.items.map((one) => [one.trigger_id, one])) };
}
