// What a trigger means that is written in the API or in a file; or why it means nothing.
import type { DefinedTrigger, RawFilter, RawTrigger } from '../../core/deliveries/raw-trigger.ts';
import { Sealed } from '../../core/deliveries/sealed.ts';
import { PASSES_ALL, type TriggerFilter } from '../../core/deliveries/trigger.ts';
import type { ErrorDetail } from '../../core/errors.ts';
import { compileFilterPattern } from '../plan/filter-pattern.ts';
import type { Channels } from '../sending.ts';

/**
 * What is written, with the secrets that are stored where a placeholder stands. Whether anything may be sent to its target is another question.
 * @param stored the configuration of the same trigger; only for the same channel
 */
export function defineTrigger(
  raw: RawTrigger,
  channels: Pick<Channels, 'names' | 'mainSecretOf' | 'keepSecrets'>,
  stored?: Readonly<Record<string, unknown>>,
): DefinedTrigger {
  const { name, channel, enabled, action_secret: actionSecret } = raw;
  if (!channels.names.includes(channel))
    return refused([
      { path: 'channel', message: `There is no channel "${channel}"; there are ${channels.names.join(', ')}.` },
    ]);
  const mainSecret = channels.mainSecretOf(channel);
  if (actionSecret != null && mainSecret === undefined)
    return refused([{ path: 'action_secret', message: `The channel ${channel} has no secret of its own.` }]);
  const given = { ...raw.config, ...(actionSecret != null && mainSecret && { [mainSecret]: actionSecret }) };
  const kept = channels.keepSecrets(channel, given, stored);
  const filter = filterOf(raw.filter ?? {});
  const pattern = compileFilterPattern(filter);
  const faults = [...(pattern.ok ? [] : [pattern.fault]), ...(kept.ok ? [] : kept.faults.map(inConfig))];
  const [first, ...others] = faults;
  if (first) return { ok: false, faults: [first, ...others] };
  const config = new Sealed(kept.ok ? kept.config : {});
  return { ok: true, trigger: { name, channel, enabled: enabled ?? true, filter, config } };
}

const refused = (faults: readonly [ErrorDetail]): DefinedTrigger => ({ ok: false, faults });

export const inConfig = ({ path, message }: ErrorDetail): ErrorDetail => ({
  path: path === '' ? 'config' : `config.${path}`,
  message,
});

export function filterOf(raw: RawFilter): TriggerFilter {
  return {
    severities: raw.severities ?? PASSES_ALL.severities,
    sources: raw.sources ?? PASSES_ALL.sources,
    workloadIds: raw.workload_ids ?? PASSES_ALL.workloadIds,
    messageRegex: raw.message_regex ?? null,
  };
}
