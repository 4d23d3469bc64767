// One attempt of a delivery: one request of a channel, which is given up when it does not end.

import type { Clock } from '../../core/clock.ts';
import { messageId, type SentAttempt } from '../../core/deliveries/delivery.ts';
import type { DeliveryReason } from '../../core/deliveries/delivery-verdict.ts';
import type { ClaimedDelivery } from '../../core/deliveries/delivery-work.ts';
import type { Trigger } from '../../core/deliveries/trigger.ts';
import { abortWith, OVER } from '../../core/signals/abort-with.ts';
import { within } from '../../core/within.ts';
import type { DeliveryOccurrences } from '../../telemetry/occurrences/sending/deliveries.ts';
import { withNextHop } from '../plan/hops.ts';
import type { Approach, Channels } from '../sending.ts';

/** A channel ends within fifteen seconds by itself. */
const GIVE_UP_MS = 20_000;

/** A channel that throws is a fault of ours, and may be mended by the next version. */
const BROKEN = 'Tocsin itself failed to send it.';
const TOO_LATE = `There was no end within ${GIVE_UP_MS / 1_000} s.`;

export interface SendParts {
  readonly channels: Pick<Channels, 'send'>;
  readonly clock: Clock;
  readonly occurrences: Pick<DeliveryOccurrences, 'outboxFailed'>;
  /** The receiver told that these fields of the trigger's configuration are others now; resolves when they are stored. */
  readonly moved: (trigger: Trigger, newConfig: Readonly<Record<string, string>>) => Promise<void>;
}

export interface ToSend {
  readonly trigger: Trigger;
  readonly delivery: ClaimedDelivery;
  /** What was got ready for it. */
  readonly approach?: Approach | undefined;
}

/** What came of it; undefined when it was we who gave up, because `stop` aborted. It never rejects. */
export async function sendOnce(
  { trigger, delivery, approach }: ToSend,
  { channels, clock, occurrences, moved }: SendParts,
  stop: AbortSignal,
): Promise<SentAttempt | undefined> {
  const { event } = delivery;
  const id = messageId({ eventId: event.id, triggerId: trigger.id, eventCreatedAt: event.createdAt });
  const late = new AbortController();
  const unlink = abortWith(late, stop);
  const began = clock.monotonic();
  const sinceMs = (): number => Math.round(clock.monotonic() - began);
  const message = { id, isTest: false, at: clock.now(), trigger, event: withNextHop(event) };
  const request = approach ? approach.send(message, late.signal) : channels.send(trigger, message, late.signal);
  const sending = request.catch(() => failed('misconfigured', BROKEN, sinceMs()));
  const sent = await within(sending, { clock, ms: GIVE_UP_MS, signal: stop });
  unlink();
  late.abort(OVER);
  if (sent?.verdict.outcome === 'delivered') return sent;
  if (stop.aborted) return undefined;
  if (sent?.verdict.outcome === 'retry' && sent.verdict.newConfig)
    await moved(trigger, sent.verdict.newConfig).catch((error: unknown) => occurrences.outboxFailed({ error }));
  return sent ?? failed('timeout', TOO_LATE, sinceMs());
}

function failed(reason: DeliveryReason, words: string, durationMs: number): SentAttempt {
  return { verdict: { outcome: 'retry', reason }, status: null, words, excerpt: null, durationMs };
}
