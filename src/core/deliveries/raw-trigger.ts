// A trigger as it is written, in the API or in a file, before anybody knows whether its channel can make something of it.
import type { ErrorDetail } from '../errors.ts';
import type { Severity } from '../severity.ts';
import type { TriggerDefinition } from './trigger.ts';

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

/** Says what a trigger means that is written in a file, or why it means nothing. */
export type DefineTrigger = (raw: RawTrigger) => DefinedTrigger;
