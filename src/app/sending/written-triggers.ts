// Says what the triggers of the configuration file mean, before the server runs.
import type { DefineTrigger } from '../../core/deliveries/raw-trigger.ts';
import { defineWritten } from '../../triggers/provisioned/define-written.ts';
import { channelDoor } from './door/channel-door.ts';

const channels = channelDoor({ tools: () => undefined, linkOf: () => undefined });

export const defineWrittenTrigger: DefineTrigger = (raw) => defineWritten(raw, channels);
