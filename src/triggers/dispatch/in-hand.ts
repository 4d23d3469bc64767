// Deliveries that were claimed or handed over: each is sent once, and in hand until what came of that is durable.
import type { Clock } from '../../core/clock.ts';
import type { SentAttempt } from '../../core/deliveries/delivery.ts';
import type { ClaimedDelivery, Suspended } from '../../core/deliveries/delivery-work.ts';
import type { Trigger, TriggerStanding } from '../../core/deliveries/trigger.ts';
import type { Deadline } from '../../core/signals/deadline.ts';
import { within } from '../../core/within.ts';
import type { DeliveryOccurrences } from '../../telemetry/occurrences/sending/deliveries.ts';
import type { TriggerSnapshot } from '../plan/trigger-snapshot.ts';
import type { ClockJumps } from './clock/clock-jumps.ts';
import { DeliveryMarks } from './delivery-marks.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { Lane } from './lanes/lane.ts';
import { latencyOf } from './latency.ts';
import { type SendParts, sendOnce, type ToSend } from './send-once.ts';
import { expiredMark, type Freshness, isExpired, judgeAttempt, untouchedMark, type Verdict } from './verdict.ts';

/** What has ended and is not durable: with so much of it nothing more is begun. */
const MOST_UNMARKED = 1_000;

export interface InHandParts extends SendParts {
  readonly store: Pick<DeliveryStore, 'mark'>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly triggers: () => TriggerSnapshot | undefined;
  readonly jumps: Pick<ClockJumps, 'tooMuchIn'>;
  readonly occurrences: DeliveryOccurrences;
  /** What is known of triggers may be another now. */
  readonly standingsChanged: () => void;
  /** Whether anything more may be begun. */
  readonly isOpen: () => boolean;
  /** There may be room now that there was not, or something due. */
  readonly changed: () => void;
}

export class InHand {
  readonly #parts: InHandParts;
  readonly #marks: DeliveryMarks;
  readonly #sends = new Set<Promise<void>>();
  readonly #sending = new AbortController();

  constructor(parts: InHandParts) {
    this.#parts = parts;
    const failed = (error: unknown): void => parts.occurrences.outboxFailed({ error });
    this.#marks = new DeliveryMarks({ ...parts, failed, suspended: (change) => this.#tellSuspension(change) });
  }

  /** So much has ended and is not durable that nothing more is to be begun. */
  get isFull(): boolean {
    return this.#marks.waiting >= MOST_UNMARKED;
  }

  /** What ended last could not be made durable. */
  get isFailing(): boolean {
    return this.#marks.isFailing;
  }

  /** Sends it, if it may be begun and is worth it still. */
  begin(lane: Lane, { delivery, approach }: Omit<ToSend, 'trigger'>): void {
    const { clock, isOpen } = this.#parts;
    const { trigger, gate } = lane.of;
    if (!isOpen()) {
      approach?.drop();
      return void this.putBack(lane, delivery);
    }
    if (isExpired({ delivery, ...this.#freshness(lane) }, clock.now())) {
      approach?.drop();
      return void this.#expire(lane, delivery);
    }
    gate.began(clock.monotonic());
    const send = this.#send(lane, { trigger, delivery, approach });
    this.#sends.add(send);
    void send.finally(() => this.#sends.delete(send));
  }

  /** Among all others that wait, at the cost of no attempt. */
  putBack(lane: Lane, delivery: ClaimedDelivery): void {
    this.#mark(lane, { mark: untouchedMark(delivery, this.#parts.clock.now()), standing: undefined });
  }

  /** Lets what was begun end, and `others` as well, and makes what came of it durable, as far as there is time for either. */
  async drain(
    others: Promise<void>,
    { requests, marks }: Readonly<Record<'requests' | 'marks', Deadline>>,
  ): Promise<void> {
    const { clock } = this.#parts;
    await within(Promise.all([...this.#sends, others]), { clock, ms: requests.leftMs });
    this.#sending.abort();
    await Promise.all(this.#sends);
    await within(this.#marks.flushed(), { clock, ms: marks.leftMs });
    this.#marks.giveUp();
  }

  #expire(lane: Lane, delivery: ClaimedDelivery): void {
    const mark = expiredMark(delivery, this.#parts.clock.now());
    const told = { ...labelsOf(lane, delivery), death: 'expired' } as const;
    this.#mark(lane, { mark, standing: undefined }, () => this.#parts.occurrences.died(told));
  }

  async #send(lane: Lane, toSend: ToSend): Promise<void> {
    const { clock, random, changed } = this.#parts;
    const { gate } = lane.of;
    const { trigger, delivery } = toSend;
    const at = clock.now();
    const sent = await sendOnce(toSend, this.#parts, this.#sending.signal);
    if (sent === undefined) {
      gate.ended(clock.monotonic(), { shows: 'nothing' });
      return this.putBack(lane, delivery);
    }
    const standing = this.#standingOf(trigger);
    const attempted = { delivery, trigger, sent, at, now: clock.now(), standing, random, ...this.#freshness(lane) };
    const verdict = judgeAttempt(attempted);
    gate.ended(clock.monotonic(), verdict.end);
    this.#mark(lane, verdict, () => this.#tell(lane, { delivery, sent, verdict }));
    changed();
  }

  /** `told` where it counted. */
  #mark(lane: Lane, { mark, standing }: Pick<Verdict, 'mark' | 'standing'>, told?: () => void): void {
    const { occurrences, changed } = this.#parts;
    const settle = (isOurs: boolean): void => {
      lane.claimed.delete(mark.id);
      if (isOurs) told?.();
      else occurrences.overtaken({ triggerId: lane.of.trigger.id, deliveryId: mark.id });
      if (mark.state === 'pending' || !isOurs) lane.due(mark.dueAt);
      changed();
    };
    this.#marks.add({ mark, standing, settle });
  }

  #tell(lane: Lane, { delivery, sent, verdict: { mark } }: Told): void {
    const { occurrences } = this.#parts;
    const { status, durationMs } = sent;
    const { outcome, reason } = sent.verdict;
    const latencySeconds = outcome === 'delivered' ? latencyOf(delivery.event, mark.dueAt) : undefined;
    const labels = labelsOf(lane, delivery);
    occurrences.attempted({ ...labels, outcome, reason, status, durationMs, latencySeconds });
    if (mark.death !== null) occurrences.died({ ...labels, death: mark.death });
  }

  #tellSuspension({ triggerId, why }: Suspended): void {
    const { occurrences, triggers } = this.#parts;
    occurrences.suspended({ triggerId, name: triggers()?.find(triggerId)?.name, why });
  }

  /** Undefined where it was changed since. */
  #standingOf(trigger: Trigger): TriggerStanding | undefined {
    const snapshot = this.#parts.triggers();
    return snapshot?.find(trigger.id) === trigger ? snapshot.standingOf(trigger.id) : undefined;
  }

  #freshness({ of: { manners } }: Lane): Freshness {
    const { expiresMs } = manners;
    return { expiresMs, tooOldByMs: expiresMs === undefined ? 0 : this.#parts.jumps.tooMuchIn(expiresMs) };
  }
}

const labelsOf = ({ of: { trigger } }: Lane, { id }: ClaimedDelivery) => ({
  ...{ channel: trigger.channel, triggerId: trigger.id, deliveryId: id },
});

interface Told {
  readonly delivery: ClaimedDelivery;
  readonly sent: SentAttempt;
  readonly verdict: Verdict;
}
