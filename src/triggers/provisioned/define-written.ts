// What a trigger of the configuration file means; where it leads, and whether anything may be sent there, is looked at when the server runs.
import type { DefinedTrigger, RawTrigger } from '../../core/deliveries/raw-trigger.ts';
import { defineTrigger, inConfig } from '../changes/define-trigger.ts';
import type { Channels } from '../sending.ts';

export type WrittenChannels = Pick<Channels, 'names' | 'mainSecretOf' | 'keepSecrets' | 'writtenFaultsOf'>;

export function defineWritten(raw: RawTrigger, channels: WrittenChannels): DefinedTrigger {
  const defined = defineTrigger(raw, channels);
  if (!defined.ok) return defined;
  const [first, ...others] = channels.writtenFaultsOf(defined.trigger).map(inConfig);
  return first === undefined ? defined : { ok: false, faults: [first, ...others] };
}
