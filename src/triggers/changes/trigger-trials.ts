// Sends one message through a trigger, saved or not, so that somebody sees what the receiver says.
import { randomUUID } from 'node:crypto';
import type { Author } from '../../core/audit/author.ts';
import type { Clock } from '../../core/clock.ts';
import type { SentAttempt } from '../../core/deliveries/delivery.ts';
import type { TriggerTarget } from '../../core/deliveries/trigger.ts';
import { TocsinError } from '../../core/errors.ts';
import type { StoredEvent } from '../../core/events/stored-event.ts';
import type { Channels } from '../sending.ts';

/** Each person and each token may send so many a minute. */
const MOST_A_MINUTE = 10;
const MINUTE_MS = 60_000;

export interface TriggerTrialsParts {
  readonly channels: Channels;
  readonly clock: Clock;
}

export class TriggerTrials {
  readonly #parts: TriggerTrialsParts;
  /** When each of them sent last; who has not sent for a minute is forgotten. */
  readonly #sent = new Map<string, readonly number[]>();

  constructor(parts: TriggerTrialsParts) {
    this.#parts = parts;
  }

  async send(
    target: TriggerTarget,
    trigger: { readonly id: string; readonly name: string },
    by: Author,
  ): Promise<SentAttempt> {
    this.#holdToTheRate(by);
    const { channels, clock } = this.#parts;
    const at = clock.now();
    const id = `msg_test_${randomUUID().replaceAll('-', '')}`;
    const stop = new AbortController();
    return channels.send(target, { id, isTest: true, at, trigger, event: sampleEvent(at) }, stop.signal);
  }

  #holdToTheRate({ actor }: Author): void {
    const now = this.#parts.clock.monotonic();
    for (const [who, times] of this.#sent) if (times.every((time) => now - time >= MINUTE_MS)) this.#sent.delete(who);
    const who = `${actor.kind} ${actor.id}`;
    const recent = (this.#sent.get(who) ?? []).filter((time) => now - time < MINUTE_MS);
    const [oldest = now] = recent;
    if (recent.length >= MOST_A_MINUTE)
      throw new TocsinError('too_many_requests', 'Too many tests were sent; wait a little.', {
        retryAfterSeconds: Math.ceil((oldest + MINUTE_MS - now) / 1_000),
      });
    this.#sent.set(who, [...recent, now]);
  }
}

/** What a real event of a line looks like; the id is that of none. */
function sampleEvent(at: number): StoredEvent {
  return {
    ...{ id: '0', source: 'logscan', severity: 'error', message: 'ERROR this is a test of the trigger, sent by hand' },
    metadata: {
      ...{ workload_id: '0000000000000000', container_id: '000000000000', container_name: 'test', host: 'test' },
      ...{ rule_id: '0', rule_name: 'test', stream: 'stdout', line_at: new Date(at).toISOString() },
      ...{ captures: { level: 'ERROR' }, suppressed: 0, tocsin_hops: 1 },
    },
    ...{ workloadId: null, ruleId: null, heldBack: 0, lastSeen: null, createdAt: at },
  };
}
