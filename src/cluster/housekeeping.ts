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
/** Between two batches others may write. */
const PAUSE_MS = 50;
/** What is left after so many batches waits for the next round. */
const MOST_BATCHES = 1_000;
/** An engine that comes back later than this is listened to as if nothing had been heard of its containers. */
const UNREAD_SECONDS = 30 * 24 * 3_600;
const DAY_MS = 24 * 3_600 * 1000;
const YEAR_MS = 365 * DAY_MS;

/** Keeps the store from growing for ever: deletes sessions that have ended, the oldest entries of the audit trail, containers that have long been gone, and the oldest events, in small steps. */
export function createHousekeeping(options: HousekeepingOptions): BackgroundTask {
  const { clock } = options;
  return {
    name: 'housekeeping',
    async run(tenure) {
      while (!tenure.signal.aborted) {
        await deleteSessions(options, tenure);
        await pruneAudit(options, tenure);
        await forgetGoneOrigins(options, tenure);
        await pruneEvents(options, tenure);
        await forgetEventHours(options, tenure);
        await forgetLives(options, tenure);
        await clock.sleep(EVERY_MS, tenure.signal);
      }
    },
  };
}

async function deleteSessions(options: HousekeepingOptions, tenure: Tenure): Promise<void> {
  const now = options.clock.now();
  const ended = { expiredBefore: now, idleBefore: now - options.sessionIdleMs, limit: BATCH };
  const count = await inBatches(options, tenure, () => options.store.deleteEndedSessions(tenure.fencing, ended));
  if (count > 0) options.occurrences.sessionsExpired({ count });
}

async function pruneAudit(options: HousekeepingOptions, tenure: Tenure): Promise<void> {
  const { store, clock, auditAgeMs = YEAR_MS, auditRows = 100_000 } = options;
  const bound = { before: clock.now() - auditAgeMs, keepRows: auditRows, limit: BATCH };
  const count = await inBatches(options, tenure, () => store.pruneAudit(tenure.fencing, bound));
  if (count > 0) options.occurrences.auditPruned({ count });
}

async function forgetGoneOrigins(options: HousekeepingOptions, tenure: Tenure): Promise<void> {
  const { store, clock, goneOriginsMs = 7 * DAY_MS } = options;
  const gone = { before: clock.now() - goneOriginsMs, limit: BATCH };
  const count = await inBatches(options, tenure, () => store.deleteGoneOrigins(tenure.fencing, gone));
  if (count > 0) options.occurrences.originsForgotten({ count });
}

async function pruneEvents(options: HousekeepingOptions, tenure: Tenure): Promise<void> {
  const { store, clock, eventAgeMs, eventRows } = options;
  const bound = { before: clock.now() - eventAgeMs, keepRows: eventRows, limit: BATCH };
  const count = await inBatches(options, tenure, () => store.pruneEvents(tenure.fencing, bound));
  if (count > 0) options.occurrences.eventsPruned({ count });
}

/** What workloads had in each hour is shown of one day, the hour in which it began included. */
async function forgetEventHours(options: HousekeepingOptions, tenure: Tenure): Promise<void> {
  const old = { before: options.clock.now() - DAY_MS, limit: BATCH };
  await inBatches(options, tenure, () => options.store.forgetEventHours(tenure.fencing, old));
}

async function forgetLives(options: HousekeepingOptions, tenure: Tenure): Promise<void> {
  const unread = { unreadForSeconds: UNREAD_SECONDS, limit: BATCH };
  await inBatches(options, tenure, () => options.store.forgetLives(tenure.fencing, unread));
}

/** Repeats a step until it finds less than a batch, and says how many rows went in all. */
async function inBatches(
  { clock }: HousekeepingOptions,
  { signal }: Tenure,
  step: () => Promise<number>,
): Promise<number> {
  let total = 0;
  for (let batch = 0; batch < MOST_BATCHES && !signal.aborted; batch += 1) {
    const count = await step();
    total += count;
    if (count < BATCH) break;
    await clock.sleep(PAUSE_MS, signal);
  }
  return total;
}
