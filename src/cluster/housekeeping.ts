// Keeps the store from growing for ever: deletes sessions that have ended, the oldest entries of the audit trail, containers that have long been gone, and the oldest events, in small steps.
import type { Clock } from '../core/clock.ts';
import type { AuditBound, EndedSessions, EventBound, GoneOrigins, OldHours, UnreadSources } from '../core/retention.ts';
import type { BackgroundTask, Tenure } from './background-task.ts';

/** What housekeeping needs of a store: small steps, each refused with `lease_lost` when the fencing number is no longer the newest. */
export interface HousekeepingStore {
  deleteEndedSessions(fencing: number, ended: EndedSessions): Promise<number>;
  pruneAudit(fencing: number, bound: AuditBound): Promise<number>;
  deleteGoneOrigins(fencing: number, gone: GoneOrigins): Promise<number>;
  pruneEvents(fencing: number, bound: EventBound): Promise<number>;
  forgetEventHours(fencing: number, old: OldHours): Promise<number>;
  forgetLives(fencing: number, unread: UnreadSources): Promise<number>;
}

export interface HousekeepingOccurrences {
  sessionsExpired(expired: { readonly count: number }): void;
  auditPruned(prune: { readonly count: number }): void;
  originsForgotten(forgotten: { readonly count: number }): void;
  eventsPruned(prune: { readonly count: number }): void;
}

export interface HousekeepingOptions {
  readonly store: HousekeepingStore;
  readonly clock: Clock;
  readonly occurrences: HousekeepingOccurrences;
  /** A session that was not used for so long has ended. */
  readonly sessionIdleMs: number;
  readonly auditAgeMs?: number;
  readonly auditRows?: number;
  /** What is known of a container is kept for so long after it went. */
  readonly goneOriginsMs?: number;
  /** Events are kept for so long … */
  readonly eventAgeMs: number;
  /** … and so many of them. */
  readonly eventRows: number;
}

const EVERY_MS = 10 * 60 * 1000;
const BATCH = 500;
/** An event takes its deliveries and its part of what is counted and indexed with it: nobody waits for 50 ms while so many go. */
const EVENT_BATCH = 200;
/** Between two batches others may write. */
const PAUSE_MS = 50;
/** What is left after so many batches waits for the next round, which then begins at once. */
const MOST_BATCHES = 1_000;
/** An engine that comes back later than this is listened to as if nothing had been heard of its containers. */
const UNREAD_SECONDS = 30 * 24 * 3_600;
const DAY_MS = 24 * 3_600 * 1000;
const YEAR_MS = 365 * DAY_MS;

export function createHousekeeping(options: HousekeepingOptions): BackgroundTask {
  const { clock } = options;
  return {
    name: 'housekeeping',
    async run(tenure) {
      while (!tenure.signal.aborted) {
        let isDone = true;
        for (const clean of ROUND) isDone = (await clean(options, tenure)) && isDone;
        if (isDone) await clock.sleep(EVERY_MS, tenure.signal);
      }
    },
  };
}

/** Says whether nothing is left. */
type Clean = (options: HousekeepingOptions, tenure: Tenure) => Promise<boolean>;

async function deleteSessions(options: HousekeepingOptions, tenure: Tenure): Promise<boolean> {
  const now = options.clock.now();
  const ended = { expiredBefore: now, idleBefore: now - options.sessionIdleMs, limit: BATCH };
  const step = () => options.store.deleteEndedSessions(tenure.fencing, ended);
  const { count, isDone } = await inBatches(options, tenure, { step, limit: BATCH });
  if (count > 0) options.occurrences.sessionsExpired({ count });
  return isDone;
}

async function pruneAudit(options: HousekeepingOptions, tenure: Tenure): Promise<boolean> {
  const { store, clock, auditAgeMs = YEAR_MS, auditRows = 100_000 } = options;
  const bound = { before: clock.now() - auditAgeMs, keepRows: auditRows, limit: BATCH };
  const step = () => store.pruneAudit(tenure.fencing, bound);
  const { count, isDone } = await inBatches(options, tenure, { step, limit: BATCH });
  if (count > 0) options.occurrences.auditPruned({ count });
  return isDone;
}

async function forgetGoneOrigins(options: HousekeepingOptions, tenure: Tenure): Promise<boolean> {
  const { store, clock, goneOriginsMs = 7 * DAY_MS } = options;
  const gone = { before: clock.now() - goneOriginsMs, limit: BATCH };
  const step = () => store.deleteGoneOrigins(tenure.fencing, gone);
  const { count, isDone } = await inBatches(options, tenure, { step, limit: BATCH });
  if (count > 0) options.occurrences.originsForgotten({ count });
  return isDone;
}

async function pruneEvents(options: HousekeepingOptions, tenure: Tenure): Promise<boolean> {
  const { store, clock, eventAgeMs, eventRows } = options;
  const bound = { before: clock.now() - eventAgeMs, keepRows: eventRows, limit: EVENT_BATCH };
  const step = () => store.pruneEvents(tenure.fencing, bound);
  const { count, isDone } = await inBatches(options, tenure, { step, limit: EVENT_BATCH });
  if (count > 0) options.occurrences.eventsPruned({ count });
  return isDone;
}

/** What workloads had in each hour is shown of one day, the hour in which it began included. */
async function forgetEventHours(options: HousekeepingOptions, tenure: Tenure): Promise<boolean> {
  const old = { before: options.clock.now() - DAY_MS, limit: BATCH };
  const step = () => options.store.forgetEventHours(tenure.fencing, old);
  return (await inBatches(options, tenure, { step, limit: BATCH })).isDone;
}

async function forgetLives(options: HousekeepingOptions, tenure: Tenure): Promise<boolean> {
  const unread = { unreadForSeconds: UNREAD_SECONDS, limit: BATCH };
  const step = () => options.store.forgetLives(tenure.fencing, unread);
  return (await inBatches(options, tenure, { step, limit: BATCH })).isDone;
}

const ROUND: readonly Clean[] = [
  deleteSessions,
  pruneAudit,
  forgetGoneOrigins,
  pruneEvents,
  forgetEventHours,
  forgetLives,
];

/** Repeats a step until it finds less than its limit, or has been taken too often; says how many rows went in all, and whether that was all. */
async function inBatches(
  { clock }: HousekeepingOptions,
  { signal }: Tenure,
  { step, limit }: { readonly step: () => Promise<number>; readonly limit: number },
): Promise<{ readonly count: number; readonly isDone: boolean }> {
  let total = 0;
  for (let batch = 0; batch < MOST_BATCHES && !signal.aborted; batch += 1) {
    const count = await step();
    total += count;
    if (count < limit) return { count: total, isDone: true };
    await clock.sleep(PAUSE_MS, signal);
  }
  return { count: total, isDone: false };
}
