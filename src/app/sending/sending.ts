// Events on their way out: the triggers that are in force, the outbox, and who sends what waits in it.
import type { SendTools } from '../../channels/channel.ts';
import type { TriggerFileStart } from '../../config/load.ts';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../core/clock.ts';
import type { Trigger } from '../../core/deliveries/trigger.ts';
import type { TriggerResources } from '../../http/resources/triggers/trigger-resources.ts';
import type { Store } from '../../store/store.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { AccessOccurrences } from '../../telemetry/occurrences/access.ts';
import { createDeliveryOccurrences } from '../../telemetry/occurrences/sending/deliveries.ts';
import { createTriggerOccurrences, type TriggerFigures } from '../../telemetry/occurrences/sending/triggers.ts';
import { TriggerBook } from '../../triggers/book/trigger-book.ts';
import { TriggerEditor } from '../../triggers/changes/trigger-editor.ts';
import { TriggerTrials } from '../../triggers/changes/trigger-trials.ts';
import { Dispatcher } from '../../triggers/dispatch/dispatcher.ts';
import type { TriggerSnapshot } from '../../triggers/plan/trigger-snapshot.ts';
import { TargetCheck } from '../../triggers/provisioned/target-check.ts';
import { TriggerFile } from '../../triggers/provisioned/trigger-file.ts';
import { channelDoor } from './channel-door.ts';
import { queueDepth } from './queue-depth.ts';
import { createSendTools } from './send-tools.ts';
import { judgeTriggers, type TriggersVerdict } from './trigger-health.ts';

export interface SendingParts {
  readonly config: Config;
  readonly store: Pick<Store, 'triggers' | 'deliveries' | 'events'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Where triggers as code stand; undefined without a configuration file. */
  readonly triggerFile?: TriggerFileStart | undefined;
  readonly occurrences: Pick<AccessOccurrences, 'changeRecorded'>;
}

export interface Sending {
  /** What the API needs. */
  readonly triggerResources: TriggerResources;
  readonly snapshot: () => TriggerSnapshot | undefined;
  judge(): TriggersVerdict;
  /** Begins to send, once it is known at which port the server itself listens: nothing is ever sent there. */
  begin(port: number): Promise<void>;
  /** Lets what was begun end, within some seconds. */
  stop(): Promise<void>;
}

/** Resolves when the triggers are in force, or are known not to be readable: then no event is stored until they are. */
export async function startSending(parts: SendingParts): Promise<Sending> {
  const { config, store, clock, triggerFile } = parts;
  let tools: SendTools | undefined;
  const occurrences = {
    ...createTriggerOccurrences({ ...parts, figures: () => figuresOf(book.current, file?.faults.length ?? 0) }),
    changeRecorded: parts.occurrences.changeRecorded,
  };
  const file: TriggerFile | undefined = triggerFile && new TriggerFile({ start: triggerFile, clock, occurrences });
  const written = () => file?.triggers ?? [];
  const book: TriggerBook = new TriggerBook({
    store: store.triggers,
    provisioned: file ? [file] : [],
    isShared: store.deliveries.isShared,
    clock,
    occurrences,
  });
  const channels = channelDoor({ tools: () => tools, linkOf: linkTo(config) });
  const depth = queueDepth({ store: store.deliveries, clock });
  const told = createDeliveryOccurrences({ ...parts, channels: channels.names, queueDepth: () => depth.value });
  const moved = async ({ id, origin }: Trigger, changes: Readonly<Record<string, string>>): Promise<void> => {
    if (origin === 'yaml') file?.moved(id, changes);
    else await store.triggers.storeConfig(id, changes);
    await book.refresh();
  };
  const targets = new TargetCheck({ channels, occurrences });
  const dispatcher = new Dispatcher({
    ...{ store: store.deliveries, triggers: () => book.current, channels, clock, random: Math.random, moved },
    occurrences: told,
    standingsChanged: () => void book.refresh(),
  });
  const wake = (ids?: ReadonlySet<string>): void => dispatcher.wake(ids);
  store.events.planDeliveries(book.plan, wake);
  book.onChange(() => wake());
  for (const changed of [store.triggers, store.deliveries])
    changed.onBuried((buried) => told.buried({ ...buried, channel: book.current?.find(buried.triggerId)?.channel }));
  await book.refresh();
  const editor = { store: store.triggers, written, book, channels, clock, occurrences };
  const stopping = new AbortController();
  const ended = [
    book.run(stopping.signal),
    depth.run(stopping.signal),
    followFile(file, { store, clock, book, targets }, stopping.signal),
  ];
  return {
    triggerResources: {
      ...{ triggers: new TriggerEditor(editor), trials: new TriggerTrials({ channels, clock }), channels, book },
      ...{ deliveries: store.deliveries, now: () => clock.now(), wake },
    },
    snapshot: () => book.current,
    judge: () =>
      judgeTriggers({
        current: book.current,
        unread: book.unread,
        fileFaults: file?.faults ?? [],
        closed: targets.closed,
        waiting: depth.value,
      }),
    async begin(port) {
      tools = await createSendTools({ config, port, clock });
      ended.push(dispatcher.run(stopping.signal));
      void targets.look(written());
    },
    async stop() {
      stopping.abort();
      await Promise.all(ended);
    },
  };
}

interface FileFollowers extends Pick<SendingParts, 'store' | 'clock'> {
  readonly book: TriggerBook;
  readonly targets: TargetCheck;
}

/** One that is written otherwise now begins afresh, as one of the API does that is changed. */
async function followFile(
  file: TriggerFile | undefined,
  { store, clock, book, targets }: FileFollowers,
  signal: AbortSignal,
): Promise<void> {
  await file?.run((changed) => {
    // One that cannot be resumed now is resumed with its next change, or by whoever asks for it.
    const resumed =
      changed.length === 0 ? undefined : store.triggers.resumeChanged(changed, clock.now()).catch(() => undefined);
    void Promise.resolve(resumed).then(() => book.refresh());
    void targets.look(file.triggers);
  }, signal);
}

function linkTo({ publicUrl }: Config): (eventId: string) => string | undefined {
  const base = publicUrl?.replace(/\/+$/, '');
  return (eventId) => (base === undefined ? undefined : `${base}/events/${eventId}`);
}

function figuresOf(snapshot: TriggerSnapshot | undefined, fileFaults: number): TriggerFigures {
  const enabled = (snapshot?.triggers ?? []).filter((trigger) => trigger.enabled);
  const standings = enabled.map(({ id }) => snapshot?.standingOf(id));
  const suspended = standings.filter((standing) => standing?.suspendedAt != null).length;
  const failing = standings.filter((standing) => standing?.failingSince != null).length - suspended;
  return { enabled: enabled.length, suspended, failing, broken: snapshot?.faults.length ?? 0, fileFaults };
}
