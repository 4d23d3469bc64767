// A database as an earlier version left it: the last steps of its making are undone.
import { DELIVERY_STATES } from '../../src/core/deliveries/delivery.ts';
import type { TestDatabase } from './databases.ts';

/** What undoes each step, the last first. */
const UNDONE: readonly (readonly [step: string, statements: readonly string[]])[] = [
  ['0017_rule_field', ['alter table log_scan_rules drop column field']],
  [
    '0016_failing_time',
    ['alter table trigger_standings drop column failed_at', 'alter table trigger_standings drop column failing_ms'],
  ],
  ['0015_waits', ['alter table deliveries drop column wait_ms']],
  [
    '0014_delivery_lanes',
    [
      'drop index deliveries_of_trigger',
      ...DELIVERY_STATES.map((state) => `drop index deliveries_${state}_id`),
      "create index deliveries_dead on deliveries (id) where state = 'dead'",
      'create index deliveries_of_trigger on deliveries (trigger_id, id)',
    ],
  ],
  [
    '0013_event_lanes',
    [
      'drop index event_series_workload_id_class_id',
      'drop index event_series_rule_id_class_id',
      'drop index event_log_workload_id_class_id_created_at',
      'drop index event_log_rule_id_class_id_created_at',
      'create index event_log_rule_id_created_at on event_log (rule_id, created_at, id)',
    ],
  ],
  ['0012_event_hours', ['drop table event_hours']],
  ['0011_event_counts', ['drop table event_counts']],
];

/** Undoes this step and all behind it. Nobody may have the store open. */
export async function undoSteps(database: TestDatabase, from: string): Promise<void> {
  const [last] = await database.run('select max(name) as name from kysely_migration');
  if (last?.name !== UNDONE[0]?.[0]) throw new Error(`Nobody has said here how ${last?.name} is undone.`);
  for (const [step, statements] of UNDONE) {
    if (step < from) return;
    for (const statement of statements) await database.run(statement);
    await database.run(`delete from kysely_migration where name = '${step}'`);
  }
}
