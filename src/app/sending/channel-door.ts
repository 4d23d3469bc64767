// The channels as triggers see them: what is written is readied, looked at by the guard, and sent.
import { ALL_CHANNELS, CHANNEL_KINDS, type ChannelKind } from '../../channels/all-channels.ts';
import type { Channel, Readied, SendTools } from '../../channels/channel.ts';
import { keepSecrets, shownConfig } from '../../channels/secret-fields.ts';
import type { SentAttempt } from '../../core/deliveries/delivery.ts';
import type { TriggerTarget } from '../../core/deliveries/trigger.ts';
import { within } from '../../core/within.ts';
import type { Channels, Message } from '../../triggers/sending.ts';

export interface ChannelDoorParts {
  /** They come when the server knows at which port it listens. */
  readonly tools: () => SendTools | undefined;
  /** The page of an event; undefined where nobody knows how people reach the server. */
  readonly linkOf: (eventId: string) => string | undefined;
}

/** A destination takes so many at once. */
const CONCURRENCY = 4;
/** Whoever saves a trigger need not wait longer for a name server. */
const CHECK_WITHIN_MS = 3_000;

export function channelDoor({ tools, linkOf }: ChannelDoorParts): Channels {
  const channelOf = (name: string): Channel | undefined =>
    isKind(name) ? (ALL_CHANNELS[name] satisfies Channel) : undefined;
  const readyNow = ({ channel, config }: TriggerTarget): Readied => {
    const found = channelOf(channel);
    if (found) return found.ready(config.reveal());
    return { ok: false, faults: [{ path: '', message: `There is no channel "${channel}".` }] };
  };
  /** For as long as a configuration is kept: what it means hangs on nothing but itself, and reading it takes as long as what is said to the network for a message. */
  const known = new WeakMap<TriggerTarget['config'], { readonly channel: string; readonly readied: Readied }>();
  const readied = (target: TriggerTarget): Readied => {
    const { channel, config } = target;
    const before = known.get(config);
    if (before?.channel === channel) return before.readied;
    const readied = readyNow(target);
    known.set(config, { channel, readied });
    return readied;
  };
  return {
    names: CHANNEL_KINDS,
    mannersOf(channel) {
      const { rate, staleAfterMs } = channelOf(channel) ?? UNKNOWN;
      return { limits: { ...rate, concurrency: CONCURRENCY }, expiresMs: staleAfterMs ?? undefined };
    },
    destinationOf(target) {
      const ready = readied(target);
      return ready.ok ? ready.channel.destination : `${target.channel}:unusable`;
    },
    writtenFaultsOf(target) {
      const ready = readied(target);
      return ready.ok ? [] : ready.faults;
    },
    async faultsOf(target) {
      const ready = readied(target);
      const kit = tools();
      if (!ready.ok) return ready.faults;
      if (kit === undefined) return [{ path: '', message: NOT_STARTED.words }];
      const stop = new AbortController();
      const checked = kit.connect.check(ready.channel.target, stop.signal);
      const fault = await within(checked, { clock: kit.clock, ms: CHECK_WITHIN_MS });
      stop.abort();
      return fault ? [{ path: '', message: fault.words }] : [];
    },
    mainSecretOf: (channel) => channelOf(channel)?.mainSecret,
    keepSecrets(channel, given, stored) {
      const found = channelOf(channel);
      return found ? keepSecrets(found.schema, given, stored) : { ok: true, config: given };
    },
    shown(channel, config) {
      const found = channelOf(channel);
      return found ? shownConfig(found.schema, config) : {};
    },
    async send(target, message, signal) {
      const ready = readied(target);
      if (!ready.ok)
        return misconfigured(ready.faults.map(({ path, message: words }) => `${path}: ${words}`).join('; '));
      const kit = tools();
      if (kit === undefined) return NOT_STARTED;
      return ready.channel.send(withLink(message, linkOf), kit, signal);
    },
  };
}

const UNKNOWN: Pick<Channel, 'rate' | 'staleAfterMs'> = { rate: { burst: 1, perSecond: 1 }, staleAfterMs: null };

/** Nothing is sent before it is known where the server itself listens. */
const NOT_STARTED: SentAttempt = {
  verdict: { outcome: 'retry', reason: 'stopped' },
  ...{ status: null, words: 'The server has not started yet.', excerpt: null, durationMs: 0 },
};

const isKind = (name: string): name is ChannelKind => CHANNEL_KINDS.some((kind) => kind === name);

const withLink = (message: Message, linkOf: ChannelDoorParts['linkOf']) => ({
  ...message,
  link: linkOf(message.event.id),
});

/** What is stored was refused by nobody when it was saved: an older version has written it, or the file. */
function misconfigured(words: string): SentAttempt {
  return {
    verdict: { outcome: 'rejected', reason: 'misconfigured', disables: false },
    ...{ status: null, words: `What is kept of the trigger cannot be used: ${words}`, excerpt: null, durationMs: 0 },
  };
}
