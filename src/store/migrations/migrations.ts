// All steps from an empty database to the present one, in order. Steps are only ever appended: what has been released is never edited, and there is no way back.
import type { Migration } from 'kysely/migration';
import type { StoreKind } from '../backend/backend.ts';
import { createAccounts } from './0001-accounts.ts';
import { createSchedulerLock } from './0002-scheduler-lock.ts';
import { createWatching } from './0003-watching.ts';
import { addSourceVerdict } from './0004-source-verdict.ts';
import { createRules } from './0005-rules.ts';
import { createFlood } from './0006-flood.ts';
import { createEvents } from './0007-events.ts';
import { createEventText } from './0008-event-text.ts';
import { createLives } from './0009-lives.ts';
import { createDeliveries } from './0010-deliveries.ts';
import { createEventCounts } from './0011-event-counts.ts';
import { createEventHours } from './0012-event-hours.ts';
import { createEventLanes } from './0013-event-lanes.ts';
import { createDeliveryLanes } from './0014-delivery-lanes.ts';
import { createWaits } from './0015-waits.ts';
import { createFailingTime } from './0016-failing-time.ts';
import { addRuleField } from './0017-rule-field.ts';

export function migrationsFor(kind: StoreKind): Readonly<Record<string, Migration>> {
  return {
    '0001_accounts': { up: (db) => createAccounts(db, kind) },
    '0002_scheduler_lock': { up: (db) => createSchedulerLock(db) },
    '0003_watching': { up: (db) => createWatching(db, kind) },
    '0004_source_verdict': { up: (db) => addSourceVerdict(db) },
    '0005_rules': { up: (db) => createRules(db, kind) },
    '0006_flood': { up: (db) => createFlood(db) },
    '0007_events': { up: (db) => createEvents(db, kind) },
    '0008_event_text': { up: (db) => createEventText(db, kind) },
    '0009_lives': { up: (db) => createLives(db) },
    '0010_deliveries': { up: (db) => createDeliveries(db, kind) },
    '0011_event_counts': { up: (db) => createEventCounts(db) },
    '0012_event_hours': { up: (db) => createEventHours(db) },
    '0013_event_lanes': { up: (db) => createEventLanes(db) },
    '0014_delivery_lanes': { up: (db) => createDeliveryLanes(db) },
    '0015_waits': { up: (db) => createWaits(db) },
    '0016_failing_time': { up: (db) => createFailingTime(db) },
    '0017_rule_field': { up: (db) => addRuleField(db) },
  };
}
