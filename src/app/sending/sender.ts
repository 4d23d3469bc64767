// Puts together who sends what waits in the outbox, and sees to it that he hears of whatever comes into it.
import type { Trigger } from '../../core/deliveries/trigger.ts';
import { createDeliveryOccurrences } from '../../telemetry/occurrences/sending/deliveries.ts';
import { Dispatcher } from '../../triggers/dispatch/dispatcher.ts';
import type { Channels } from '../../triggers/sending.ts';
import type { SendingParts } from './sending-parts.ts';
import type { TriggersInForce } from './triggers-in-force.ts';

export interface SenderParts extends Pick<SendingParts, 'store' | 'clock' | 'logger' | 'metrics'> {
  readonly inForce: Pick<TriggersInForce, 'book' | 'file'>;
  readonly channels: Channels;
  readonly queueDepth: () => number;
}

/** It sends nothing before it runs. */
export function createSender(parts: SenderParts): Dispatcher {
  const { store, clock, channels } = parts;
  const { book, file } = parts.inForce;
  const occurrences = createDeliveryOccurrences({
    ...{ ...parts, channels: channels.names },
    openBreakers: () => dispatcher.openBreakers,
  });
  const moved = async (trigger: Trigger, changes: Readonly<Record<string, string>>): Promise<void> => {
    if (trigger.origin === 'yaml') file?.moved(trigger, changes);
    else await store.triggers.storeConfig(trigger, changes);
    await book.refresh();
  };
  const dispatcher: Dispatcher = new Dispatcher({
    ...{ store: store.deliveries, triggers: () => book.current, channels, clock, random: Math.random, moved },
    occurrences,
    standingsChanged: () => void book.refresh(),
  });
  store.events.planDeliveries(book.plan, (ids) => dispatcher.wake(ids), {
    reserve: (triggerId) => dispatcher.reserve(triggerId),
  });
  book.onChange(() => dispatcher.wake());
  for (const changed of [store.triggers, store.deliveries, store.housekeeping])
    changed.onBuried((buried) =>
      occurrences.buried({ ...buried, channel: book.current?.find(buried.triggerId)?.channel }),
    );
  return dispatcher;
}
