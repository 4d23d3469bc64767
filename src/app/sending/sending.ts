// Events on their way out: the triggers that are in force, the outbox, and who sends what waits in it.
import type { Config } from '../../config/schema.ts';
import type { TriggerResources } from '../../http/resources/triggers/trigger-resources.ts';
import { TriggerEditor } from '../../triggers/changes/trigger-editor.ts';
import { TriggerTrials } from '../../triggers/changes/trigger-trials.ts';
import type { TriggerSnapshot } from '../../triggers/plan/trigger-snapshot.ts';
import { TargetCheck } from '../../triggers/provisioned/target-check.ts';
import { channelDoor } from './door/channel-door.ts';
import { queueDepth } from './queue-depth.ts';
import { createSendTools, type SendKit } from './send-tools.ts';
import { createSender } from './sender.ts';
import type { SendingParts } from './sending-parts.ts';
import { judgeTriggers, type TriggersVerdict } from './trigger-health.ts';
import { type TriggersInForce, triggersInForce } from './triggers-in-force.ts';
import { WrittenChanges } from './written-changes.ts';

export interface Sending {
  /** What the API needs. */
  readonly triggerResources: TriggerResources;
  readonly snapshot: () => TriggerSnapshot | undefined;
  judge(): TriggersVerdict;
  /** How many deliveries wait, as they were counted last. */
  waiting(): number;
  /** Begins to send, once it is known at which port the server itself listens: nothing is ever sent there. */
  begin(port: number): Promise<void>;
  /** Lets what was begun end, within some seconds. */
  stop(): Promise<void>;
}

/** Resolves when the triggers are in force, or are known not to be readable: then no event is stored until they are. */
export async function startSending(parts: SendingParts): Promise<Sending> {
  const { config, store, clock } = parts;
  let tools: SendKit | undefined;
  const inForce = triggersInForce(parts);
  const { book, file } = inForce;
  const occurrences = { ...inForce.occurrences, changeRecorded: parts.occurrences.changeRecorded };
  const written = () => file?.triggers ?? [];
  const channels = parts.channels ?? channelDoor({ tools: () => tools, linkOf: linkTo(config) });
  const depth = queueDepth({ store: store.deliveries, clock });
  const targets = new TargetCheck({ channels, occurrences });
  const dispatcher = createSender({ ...parts, inForce, channels, queueDepth: () => depth.value });
  await book.refresh();
  const changes = file && new WrittenChanges({ file, store, clock, random: Math.random, book, targets });
  const stopping = new AbortController();
  const { signal } = stopping;
  const ended = [book.run(signal), depth.run(signal), changes?.run(signal)];
  const editor = { store: store.triggers, written, book, channels, clock, occurrences };
  return {
    triggerResources: {
      ...{ triggers: new TriggerEditor(editor), trials: new TriggerTrials({ channels, clock }), channels, book },
      ...{ deliveries: store.deliveries, now: () => clock.now(), wake: (ids) => dispatcher.wake(ids) },
      hasLinks: config.publicUrl !== undefined,
      leftAloneUntil: (triggerId) => dispatcher.leftAloneUntil(triggerId),
    },
    snapshot: () => book.current,
    judge: () =>
      judgeTriggers({ ...standingOf(inForce), closed: targets.closed, waiting: depth.value, now: clock.now() }),
    waiting: () => depth.value,
    async begin(port) {
      tools = await createSendTools({ config, port, clock });
      ended.push(dispatcher.run(signal));
      void targets.look(written());
    },
    async stop() {
      stopping.abort();
      await Promise.all(ended);
    },
  };
}

const standingOf = ({ book, file }: TriggersInForce) => ({
  ...{ current: book.current, unread: book.unread, fileFaults: file?.faults ?? [] },
});

function linkTo({ publicUrl }: Config): (eventId: string) => string | undefined {
  const base = publicUrl?.replace(/\/+$/, '');
  return (eventId) => (base === undefined ? undefined : `${base}/events/${eventId}`);
}
