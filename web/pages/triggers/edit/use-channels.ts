import { useMe } from '../../me.ts';
import { CHANNELS, type ChannelForm, DEMO_CHANNEL } from './channels.ts';

/** Which channels there are to choose from, the usual one first. */
export function useChannels(): readonly [ChannelForm, ...ChannelForm[]] {
  const [first = DEMO_CHANNEL, ...others] = CHANNELS;
  return useMe().isDemo ? [DEMO_CHANNEL] : [first, ...others];
}
