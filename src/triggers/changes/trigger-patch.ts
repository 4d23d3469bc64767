// A change of some fields of a trigger, and the trigger as it would be written with it.
import type { RawFilter, RawTrigger } from '../../core/deliveries/raw-trigger.ts';
import type { Trigger } from '../../core/deliveries/trigger.ts';
import type { Channels } from '../sending.ts';

/** Absent keeps, null clears; a filter is changed field by field, a configuration as well. */
export type TriggerPatch = { readonly [Field in keyof RawTrigger]?: RawTrigger[Field] | undefined };

/** As it would be written as a whole: what the patch does not name is as it was, secrets by their placeholder. */
export function patched(
  before: Trigger,
  patch: TriggerPatch,
  channels: Pick<Channels, 'shown' | 'mainSecretOf'>,
): RawTrigger {
  const { severities, sources, workloadIds, messageRegex } = before.filter;
  const filter: RawFilter = { severities, sources, workload_ids: workloadIds, message_regex: messageRegex };
  const channel = patch.channel ?? before.channel;
  const shown = channel === before.channel ? channels.shown(channel, before.config.reveal()) : {};
  const kept = patch.config === null ? {} : shown;
  const config = withoutNulls({ ...kept, ...patch.config });
  const mainSecret = channels.mainSecretOf(channel);
  const isCleared = patch.action_secret === null && mainSecret !== undefined;
  return {
    name: patch.name ?? before.name,
    channel,
    enabled: patch.enabled === undefined ? before.enabled : patch.enabled,
    filter: patch.filter === null ? {} : { ...filter, ...patch.filter },
    config: isCleared ? without(config, mainSecret) : config,
    action_secret: patch.action_secret,
  };
}

const withoutNulls = (config: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null && value !== undefined));

const without = (config: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> =>
  Object.fromEntries(Object.entries(config).filter(([key]) => key !== name));
