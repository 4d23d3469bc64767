// A trigger as it is written, in the API or in a file, and what it means; or why it means nothing.

import { Sealed } from '../../core/deliveries/sealed.ts';
import { PASSES_ALL, type TriggerDefinition, type TriggerFilter } from '../../core/deliveries/trigger.ts';
import type { ErrorDetail } from '../../core/errors.ts';
import type { Severity } from '../../core/severity.ts';
import { MessagePattern } from '../plan/message-pattern.ts';
import type { Channels } from '../sending.ts';

type Optional<Value> = Value | null | undefined;

/** Each field has its kind already. One that is not there, or null, is its default; an empty list passes all. */
export interface RawFilter {
  readonly severities?: Optional<readonly Severity[]>;
  readonly sources?: Optional<readonly string[]>;
  readonly workload_ids?: Optional<readonly string[]>;
  readonly message_regex?: Optional<string>;
}

export interface RawTrigger {
  readonly name: string;
  readonly channel: string;
  readonly enabled?: Optional<boolean>;
  readonly filter?: Optional<RawFilter>;
  readonly config?: Optional<Readonly<Record<string, unknown>>>;
  /** Written to the field of the configuration that the channel says. */
  readonly action_secret?: Optional<string>;
}

export type DefinedTrigger =
  | { readonly ok: true; readonly trigger: TriggerDefinition }
  /** At least one; `path` is the field. */
  | { readonly ok: false; readonly faults: readonly [ErrorDetail, ...ErrorDetail[]] };

/**
 * What is written, with the secrets that are stored where a placeholder stands. Whether anything may be sent to its target is another question.
 * @param stored the configuration of the same trigger; only for the same channel
 */
export function defineTrigger(
  raw: RawTrigger,
  channels: Channels,
  stored?: Readonly<Record<string, unknown>>,
): DefinedTrigger {
  const { name, channel, enabled, action_secret: actionSecret } = raw;
  if (!channels.names.includes(channel))
    return refused([{ path: 'channel', message: `There is no channel "${channel}": ${channels.names.join(', ')}.` }]);
  const mainSecret = channels.mainSecretOf(channel);
  if (actionSecret != null && mainSecret === undefined)
    return refused([{ path: 'action_secret', message: `The channel ${channel} has no secret of its own.` }]);
  const given = { ...raw.config, ...(actionSecret != null && mainSecret && { [mainSecret]: actionSecret }) };
  const kept = channels.keepSecrets(channel, given, stored);
  const filter = filterOf(raw.filter ?? {});
  const faults = [...patternFaults(filter), ...(kept.ok ? [] : kept.faults.map(inConfig))];
  const [first, ...others] = faults;
  if (first) return { ok: false, faults: [first, ...others] };
  const config = new Sealed(kept.ok ? kept.config : {});
  return { ok: true, trigger: { name, channel, enabled: enabled ?? true, filter, config } };
}

const refused = (faults: readonly [ErrorDetail]): DefinedTrigger => ({ ok: false, faults });

export const inConfig = ({ path, message }: ErrorDetail): ErrorDetail => ({ path: `config.${path}`, message });

function filterOf(raw: RawFilter): TriggerFilter {
  return {
    severities: raw.severities ?? PASSES_ALL.severities,
    sources: raw.sources ?? PASSES_ALL.sources,
    workloadIds: raw.workload_ids ?? PASSES_ALL.workloadIds,
    messageRegex: raw.message_regex ?? null,
  };
}

function patternFaults({ messageRegex }: TriggerFilter): readonly ErrorDetail[] {
  const compiled = messageRegex === null ? undefined : MessagePattern.compile(messageRegex);
  if (compiled === undefined || compiled.ok) return [];
  const { message, position } = compiled.fault;
  return [{ path: 'filter.message_regex', message, position }];
}
