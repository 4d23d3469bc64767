// What becomes of a delivery after an attempt: pure, so that every case can be tried.
import type { Death, DeliveryAttempt, SentAttempt } from '../../core/deliveries/delivery.ts';
import type { DeliveryVerdict } from '../../core/deliveries/delivery-verdict.ts';
import type { ClaimedDelivery, DeliveryMark, StandingChange } from '../../core/deliveries/delivery-work.ts';
import { failingTime, HOPELESS_AFTER_MS, isCounted } from '../../core/deliveries/failing-time.ts';
import type { Trigger, TriggerStanding } from '../../core/deliveries/trigger.ts';
import type { SendEnd } from './destination-gate.ts';
import { LONGEST_RETRY_AFTER_MS, waitAfter } from './retry-schedule.ts';

/** Of each delivery, replays included. */
const MOST_REMEMBERED = 20;
/** Where a receiver has had enough and does not say for how long. */
const LIMITED_MS = 1_000;

/** For how long a message is worth sending. */
export interface Freshness {
  /** Undefined where it always is. */
  readonly expiresMs: number | undefined;
  /** So much of what the clock says has not passed: it was set ahead. */
  readonly tooOldByMs: number;
}

export interface Attempted extends Freshness {
  readonly delivery: ClaimedDelivery;
  readonly sent: SentAttempt;
  /** When it began. */
  readonly at: number;
  /** When it has ended, by the clock as it is then. */
  readonly now: number;
  /** Undefined where the trigger is another one since it was sent: what went to where it led then shows nothing of it. */
  readonly standing: TriggerStanding | undefined;
  /** As it was when it was sent. */
  readonly trigger: Pick<Trigger, 'updatedAt'>;
  readonly random: () => number;
}

export interface Verdict {
  readonly mark: DeliveryMark;
  readonly standing: StandingChange | undefined;
  /** What it shows of the destination. */
  readonly end: SendEnd;
}

export function judgeAttempt(attempted: Attempted): Verdict {
  const { delivery, sent, at, now } = attempted;
  const { verdict } = sent;
  const attempts = [...delivery.attempts, attemptOf(sent, at)].slice(-MOST_REMEMBERED);
  const attemptCount = delivery.attemptCount + 1;
  const base = { id: delivery.id, claim: delivery.claim, attempts, attemptCount };
  const over = (state: 'delivered' | 'dead', death: Death | null): DeliveryMark => ({
    ...base,
    ...{ state, death, dueAt: now, waitMs: 0, endedAt: now },
  });
  const end = endOf(verdict);
  const standing = standingOf(attempted);
  switch (verdict.outcome) {
    case 'delivered':
      return { mark: over('delivered', null), standing, end };
    case 'rejected':
      return { mark: over('dead', verdict.reason), standing, end };
    case 'retry': {
      const wait = waitAfter(attemptCount, { random: attempted.random, retryAfterMs: verdict.waitMs });
      if (wait === undefined) return { mark: over('dead', 'exhausted'), standing, end };
      if (isExpired(attempted, now + wait)) return { mark: over('dead', 'expired'), standing, end };
      const putOff = { dueAt: now + wait, waitMs: wait, endedAt: null };
      return { mark: { ...base, state: 'pending', death: null, ...putOff }, standing, end };
    }
  }
}

/** One that has waited too long to be worth sending. */
export function isExpired(
  { delivery, expiresMs, tooOldByMs }: Pick<Attempted, 'delivery' | keyof Freshness>,
  at: number,
): boolean {
  return expiresMs !== undefined && at - delivery.pendingSince - tooOldByMs >= expiresMs;
}

export function expiredMark(delivery: ClaimedDelivery, at: number): DeliveryMark {
  const { id, claim, attempts, attemptCount } = delivery;
  return { id, claim, attempts, attemptCount, state: 'dead', death: 'expired', dueAt: at, waitMs: 0, endedAt: at };
}

/** Given back as it was: nothing was sent. */
export function untouchedMark(delivery: ClaimedDelivery, at: number): DeliveryMark {
  const { id, claim, attempts, attemptCount } = delivery;
  return { id, claim, attempts, attemptCount, state: 'pending', death: null, dueAt: at, waitMs: 0, endedAt: null };
}

function attemptOf({ verdict, status, words, durationMs }: SentAttempt, at: number): DeliveryAttempt {
  return { at, durationMs, outcome: verdict.outcome, status, reason: verdict.reason, words };
}

/** Whoever rejects one message is there for the next. */
function endOf(verdict: DeliveryVerdict): SendEnd {
  if (verdict.outcome !== 'retry') return { shows: 'there' };
  const { reason, waitMs } = verdict;
  if (reason === 'target_moved') return { shows: 'there' };
  const isLimiting = reason === 'rate_limited';
  const forMs = Math.min(waitMs ?? (isLimiting ? LIMITED_MS : 0), LONGEST_RETRY_AFTER_MS);
  return { shows: isLimiting ? 'limited' : 'failing', forMs };
}

function standingOf({ delivery, trigger, sent, standing, now }: Attempted): StandingChange | undefined {
  if (standing === undefined) return undefined;
  const { verdict } = sent;
  const of = { triggerId: delivery.triggerId, writtenAt: trigger.updatedAt };
  if (verdict.outcome === 'delivered') return standing.failingSince === null ? undefined : { ...of, shows: 'success' };
  if (verdict.outcome === 'rejected' && verdict.disables) return { ...of, shows: 'suspended', why: 'gone', at: now };
  if (failingTime(standing, now) >= HOPELESS_AFTER_MS) return { ...of, shows: 'suspended', why: 'failing', at: now };
  return isCounted(standing, now) ? { ...of, shows: 'failing', at: now } : undefined;
}
