// A dispatcher on a real outbox in SQLite, with receivers that answer as the test says and a clock that the test moves.
import { onTestFinished } from 'vitest';
import type { SentAttempt } from '../../src/core/deliveries/delivery.ts';
import type { DeliveryVerdict } from '../../src/core/deliveries/delivery-verdict.ts';
import type { Trigger } from '../../src/core/deliveries/trigger.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { createDeliveryOccurrences } from '../../src/telemetry/occurrences/sending/deliveries.ts';
import { createTriggerOccurrences } from '../../src/telemetry/occurrences/sending/triggers.ts';
import { TriggerBook } from '../../src/triggers/book/trigger-book.ts';
import type { DeliveryStore } from '../../src/triggers/dispatch/delivery-store.ts';
import { Dispatcher } from '../../src/triggers/dispatch/dispatcher.ts';
import type { ChannelManners, Channels, Message } from '../../src/triggers/sending.ts';
import { captureLog } from './captured-log.ts';
import { sqliteDatabase, type TestDatabase } from './databases.ts';
import { sampleEvent } from './event-samples.ts';
import { ManualClock } from './manual-clock.ts';

export const START = Date.parse('2026-01-01T00:00:00Z');

export interface SentMessage {
  readonly at: number;
  readonly trigger: string;
  readonly key: string;
  readonly id: string;
}

export const answered = (verdict: DeliveryVerdict, status: number | null = null): SentAttempt => ({
  ...{ verdict, status, words: 'As the test says.', excerpt: null, durationMs: 0 },
});

/** To stand between the dispatcher and the store, and do something else in some of it. */
export const asItIs = (store: DeliveryStore): DeliveryStore => ({
  isShared: store.isShared,
  claim: (request) => store.claim(request),
  nextDue: (...of) => store.nextDue(...of),
  mark: (...of) => store.mark(...of),
  countPending: (most) => store.countPending(most),
  dueTriggers: (...of) => store.dueTriggers(...of),
  putOffTriggers: (...of) => store.putOffTriggers(...of),
  shortenWaits: (step) => store.shortenWaits(step),
  otherTriggers: (...of) => store.otherTriggers(...of),
  bury: (of) => store.bury(of),
  buryUnwanted: (of) => store.buryUnwanted(of),
});

export interface SceneOptions {
  /** SQLite where nothing is said. */
  readonly database?: TestDatabase;
  readonly manners?: (channel: string) => ChannelManners;
  readonly reply?: (message: Message, signal: AbortSignal) => Promise<SentAttempt> | SentAttempt;
  /** What stands between the dispatcher and the store. */
  readonly outbox?: (store: DeliveryStore) => DeliveryStore;
  readonly triggers: readonly Trigger[];
  /** Whether what is stored is handed over where there is room; else all of it is looked for. */
  readonly handsOver?: boolean;
  /** In place of receivers that answer as the test says. */
  readonly channels?: (clock: ManualClock) => Channels;
}

interface Scene {
  readonly sent: SentMessage[];
  /** How many there were and what became of them. */
  readonly approaches: { open: number; sent: number; dropped: number };
  readonly clock: ManualClock;
}

const MANNERS: ChannelManners = { limits: { concurrency: 4, burst: 100, perSecond: 50 }, expiresMs: undefined };

export async function dispatchScene(options: SceneOptions) {
  const clock = new ManualClock(START);
  const store = await (options.database ?? sqliteDatabase()).open({ clock });
  const log = captureLog();
  const metrics = createMetrics();
  const tools = { logger: log.logger, metrics };
  const sent: SentMessage[] = [];
  const approaches = { open: 0, sent: 0, dropped: 0 };
  const standing = { enabled: 0, failing: 0, suspended: 0, broken: 0, fileFaults: 0 };
  const occurrences = createTriggerOccurrences({ ...tools, figures: () => standing });
  const book = new TriggerBook({ store: store.triggers, provisioned: [options], isShared: false, clock, occurrences });
  await book.refresh();
  const channels = options.channels?.(clock) ?? channelsOf(options, { sent, approaches, clock });
  const dispatcher = new Dispatcher({
    ...{ triggers: () => book.current, channels, clock, random: () => 0.5, moved: async () => {} },
    standingsChanged: () => void book.refresh(),
    store: options.outbox?.(store.deliveries) ?? store.deliveries,
    occurrences: createDeliveryOccurrences({
      ...tools,
      channels: channels.names,
      queueDepth: () => 0,
      openBreakers: () => 0,
    }),
  });
  const { handsOver = true } = options;
  store.events.planDeliveries(book.plan, (ids) => dispatcher.wake(ids), {
    reserve: (triggerId) => (handsOver ? dispatcher.reserve(triggerId) : undefined),
  });
  book.onChange(() => dispatcher.wake());
  const stopping = new AbortController();
  const ended = dispatcher.run(stopping.signal).then(() => clock.monotonic());
  /** In steps, as `passes`. Gives how long it took. */
  const stop = async (step = 1_000): Promise<number> => {
    const asked = clock.monotonic();
    stopping.abort();
    await settle();
    for (let at = 0; at < 10_000; at += step) await pass(clock, step);
    return (await ended) - asked;
  };
  onTestFinished(async () => void (await stop()));
  // What is stored from now on finds somebody who sends.
  await settle();
  return {
    ...{ store, clock, sent, approaches, book, dispatcher, log, metrics, stop },
    keys: (trigger?: string) =>
      sent.filter((one) => trigger === undefined || one.trigger === trigger).map(({ key }) => key),
    async happens(...keys: readonly string[]) {
      await store.events.append(keys.map((key) => sampleEvent(key)));
      await settle();
    },
    /** In steps, so that the store is asked in between. */
    async passes(ms: number, step = Math.max(100, ms / 50)) {
      for (let left = ms; left > 0; left -= step) await pass(clock, Math.min(step, left));
    },
    async states() {
      const { items } = await store.deliveries.listDeliveries({}, { limit: 500 });
      return items.map(({ state, death }) => (death === null ? state : `${state}: ${death}`)).reverse();
    },
  };
}

async function pass(clock: ManualClock, ms: number): Promise<void> {
  // Nobody looks at each half minute of a day.
  if (ms >= 60_000) clock.freeze(ms);
  await clock.advance(ms >= 60_000 ? 0 : ms);
  await settle();
}

/** As many turns as a claim, a send and a mark take on SQLite, one after the other. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
}

function channelsOf(
  { manners = () => MANNERS, reply = () => answered({ outcome: 'delivered', reason: 'accepted' }, 204) }: SceneOptions,
  { sent, approaches, clock }: Pick<Scene, 'sent' | 'approaches' | 'clock'>,
): Channels {
  const send = async (message: Message, signal: AbortSignal) => {
    const key = message.event.message.slice('message of '.length);
    sent.push({ at: clock.now() - START, trigger: message.trigger.id, key, id: message.id });
    return reply(message, signal);
  };
  return {
    names: ['webhook', 'chat'],
    mannersOf: manners,
    destinationOf: ({ config }) => String(config.reveal().url),
    writtenFaultsOf: () => [],
    faultsOf: async () => [],
    mainSecretOf: () => undefined,
    keepSecrets: (_, config) => ({ ok: true, config }),
    shown: (_, config) => config,
    approach() {
      const end = (how: 'sent' | 'dropped') => {
        approaches.open -= 1;
        approaches[how] += 1;
      };
      approaches.open += 1;
      return {
        send(message, signal) {
          end('sent');
          return send(message, signal);
        },
        drop: () => end('dropped'),
      };
    },
    send: (_, message, signal) => send(message, signal),
  };
}
