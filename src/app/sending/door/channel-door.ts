// The channels as triggers see them: what is written is readied, looked at by the guard, and sent.
import { CHANNEL_KINDS } from '../../../channels/all-channels.ts';
import type { Channel } from '../../../channels/channel.ts';
import { keepSecrets } from '../../../channels/keep-secrets.ts';
import { shownConfig } from '../../../channels/secret-fields.ts';
import type { SentAttempt } from '../../../core/deliveries/delivery.ts';
import { within } from '../../../core/within.ts';
import type { Channels, Message } from '../../../triggers/sending.ts';
import type { SendKit } from '../send-tools.ts';
import { approachTo } from './approach.ts';
import { channelOf, ReadiedChannels } from './readied-channels.ts';

export interface ChannelDoorParts {
  /** They come when the server knows at which port it listens. */
  readonly tools: () => SendKit | undefined;
  /** The page of an event; undefined where nobody knows how people reach the server. */
  readonly linkOf: (eventId: string) => string | undefined;
}

/** A destination takes so many at once. */
const CONCURRENCY = 4;
/** Whoever saves a trigger need not wait longer for a name server. */
const CHECK_WITHIN_MS = 3_000;

export function channelDoor({ tools, linkOf }: ChannelDoorParts): Channels {
  const channels = new ReadiedChannels();
  return {
    names: CHANNEL_KINDS,
    mannersOf(channel) {
      const { rate, staleAfterMs } = channelOf(channel) ?? UNKNOWN;
      return { limits: { ...rate, concurrency: CONCURRENCY }, expiresMs: staleAfterMs ?? undefined };
    },
    destinationOf(target) {
      const ready = channels.of(target);
      return ready.ok ? ready.channel.destination : `${target.channel}:unusable`;
    },
    writtenFaultsOf(target) {
      const ready = channels.of(target);
      return ready.ok ? [] : ready.faults;
    },
    async faultsOf(target) {
      const ready = channels.of(target);
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
    approach(target) {
      const ready = channels.of(target);
      const kit = tools();
      if (!ready.ok || kit === undefined) return undefined;
      const { channel } = ready;
      return approachTo(channel.target, kit, (message, tools, signal) =>
        channel.send(withLink(message, linkOf), tools, signal),
      );
    },
    async send(target, message, signal) {
      const ready = channels.of(target);
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
