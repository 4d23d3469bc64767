// What triggers need of channels: the ways in which something can be sent.
import type { SentAttempt } from '../core/deliveries/delivery.ts';
import type { ChannelConfig, Trigger, TriggerTarget } from '../core/deliveries/trigger.ts';
import type { ErrorDetail } from '../core/errors.ts';
import type { StoredEvent } from '../core/events/stored-event.ts';
import type { GateLimits } from './dispatch/destination-gate.ts';

/** One event that is sent through one trigger. */
export interface Message {
  /** The same on every attempt. */
  readonly id: string;
  readonly isTest: boolean;
  /** The time of this attempt. */
  readonly at: number;
  readonly trigger: Pick<Trigger, 'id' | 'name'>;
  readonly event: StoredEvent;
}

export interface ChannelManners {
  readonly limits: GateLimits;
  /** A message that is older is worth nothing any more; undefined where it always is. */
  readonly expiresMs: number | undefined;
}

export type KeptConfig =
  | { readonly ok: true; readonly config: ChannelConfig }
  | { readonly ok: false; readonly faults: readonly ErrorDetail[] };

/** One of both is called, once. */
export interface Approach {
  /** As that of the channels. */
  send(message: Message, signal: AbortSignal): Promise<SentAttempt>;
  /** There is nothing to be sent. */
  drop(): void;
}

export interface Channels {
  readonly names: readonly string[];
  mannersOf(channel: string): ChannelManners;
  /** The same for targets that share a receiver. It holds no secret. */
  destinationOf(target: TriggerTarget): string;
  /** What is wrong with a target as it is written; `path` is the field of its configuration. */
  writtenFaultsOf(target: TriggerTarget): readonly ErrorDetail[];
  /** The same, and whether anything may be sent there at all, as far as can be known now. */
  faultsOf(target: TriggerTarget): Promise<readonly ErrorDetail[]>;
  /** The field of the configuration that `action_secret` writes. */
  mainSecretOf(channel: string): string | undefined;
  /** What was given, with the stored secret wherever the placeholder stands. */
  keepSecrets(channel: string, given: ChannelConfig, stored: ChannelConfig | undefined): KeptConfig;
  /** As it may be shown: which secrets there are, and none of them. */
  shown(channel: string, config: ChannelConfig): ChannelConfig;
  /** For a message that is being stored: gets ready to send it, as far as nothing of it is told to anybody. Undefined where there is nothing to get ready. It must not wait. */
  approach(target: TriggerTarget): Approach | undefined;
  /** Makes one request. It ends within some seconds, soon when the signal aborts, and never rejects. */
  send(target: TriggerTarget, message: Message, signal: AbortSignal): Promise<SentAttempt>;
}
