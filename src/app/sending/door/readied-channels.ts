// What the configurations of triggers mean to their channels.
import { ALL_CHANNELS, CHANNEL_KINDS, type ChannelKind } from '../../../channels/all-channels.ts';
import type { Channel, Readied } from '../../../channels/channel.ts';
import type { TriggerTarget } from '../../../core/deliveries/trigger.ts';

export const channelOf = (name: string): Channel | undefined =>
  isKind(name) ? (ALL_CHANNELS[name] satisfies Channel) : undefined;

const isKind = (name: string): name is ChannelKind => CHANNEL_KINDS.some((kind) => kind === name);

interface Known {
  readonly channel: string;
  readonly readied: Readied;
}

/** Each configuration is read once, for as long as anybody keeps it: what it means hangs on nothing but itself, and reading it takes as long as saying a message to the network. */
export class ReadiedChannels {
  readonly #known = new WeakMap<TriggerTarget['config'], Known>();

  of({ channel, config }: TriggerTarget): Readied {
    const known = this.#known.get(config);
    if (known?.channel === channel) return known.readied;
    const readied = channelOf(channel)?.ready(config.reveal()) ?? unknown(channel);
    this.#known.set(config, { channel, readied });
    return readied;
  }
}

const unknown = (channel: string): Readied => ({
  ok: false,
  faults: [{ path: '', message: `There is no channel "${channel}".` }],
});
